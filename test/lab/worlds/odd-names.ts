import { forward, redirect } from '../rules.ts'
import { FILES, issuedBy } from '../pki.ts'
import { PLACES } from '../network.ts'
import { webFilter } from '../services/filters.ts'
import { answer } from '../services/http-head.ts'
import { dns } from '../services/dns.ts'
import { takes } from '../services/transparent.ts'
import { plainWeb, says, web } from '../services/web.ts'
import {
  blocked,
  degraded,
  either,
  http,
  https,
  inconclusive,
  open,
  placed,
  site,
  unserved,
  type World,
} from '../world.ts'

const SINKHOLE = '20.66.6.6'
const PRIVATE_SINKHOLE = '10.66.6.6'
const page = web({ certificate: issuedBy('issuing', { names: ['sinkhole.firewall.example'] }) })

/** A DNS firewall that answers with addresses of its own, and single names that are answered oddly. */
export const dnsFirewall: World = {
  name: 'dns-firewall',
  says: 'a DNS firewall that answers denied names with its own servers',
  ipv6: true,
  addresses: [SINKHOLE, PRIVATE_SINKHOLE],
  sites: [
    site('pypi.org', web(), https(open)),
    placed(site('public.example.net', page, [https(blocked('tls-name-mismatch'))]), { at: [SINKHOLE] }),
    placed(site('private.example.net', page, https(blocked('dns-sinkhole', 'tls-name-mismatch'))), {
      at: [PRIVATE_SINKHOLE],
    }),
    unserved('shared.example.net', { addresses: ['100.64.9.9'] }, https(blocked('dns-sinkhole'))),
    unserved('linklocal.example.net', { addresses: ['169.254.7.7'] }, https(blocked('dns-sinkhole'))),
    unserved('local6.example.net', { addresses: ['::1'] }, https(blocked('dns-sinkhole'))),
    unserved('other-loop.example.net', { addresses: ['127.0.0.53'] }, https(blocked('dns-sinkhole'))),
    // A part of the addresses is the sinkhole's.
    placed(
      site(
        'mixed.example.net',
        web(),
        https(either(blocked('dns-sinkhole'), degraded('some-addresses-blocked', 'dns-sinkhole'))),
      ),
      {
        at: ['20.61.0.9'],
        records: { addresses: ['20.61.0.9', '0.0.0.0'] },
      },
    ),
    // The families are answered differently.
    placed(site('six-nx.azureml.ms', web(), https(open)), {
      at: ['20.61.0.1'],
      records: { addresses: ['20.61.0.1'], rcodes: { AAAA: 'NXDOMAIN' } },
    }),
    placed(site('six-servfail.azureml.ms', web(), https(open)), {
      at: ['20.61.0.2'],
      records: { addresses: ['20.61.0.2'], rcodes: { AAAA: 'SERVFAIL' } },
    }),
    placed(site('six-refused.azureml.ms', web(), https(open)), {
      at: ['20.61.0.3'],
      records: { addresses: ['20.61.0.3'], rcodes: { AAAA: 'REFUSED' } },
    }),
    unserved('four-refused.azureml.ms', { rcodes: { A: 'REFUSED' } }, https(blocked('dns-refused'))),
    unserved('four-servfail.azureml.ms', { rcodes: { A: 'SERVFAIL' } }, https(blocked('dns-servfail'))),
    // Late, and in time.
    placed(site('late.azureml.ms', web(), https(open)), {
      at: ['20.61.0.4'],
      records: { addresses: ['20.61.0.4'], late: 600 },
    }),
    // An answer to AAAA that is lost once is no fault of the resolver's.
    placed(site('six-lost.azureml.ms', web(), https(open)), {
      at: ['20.61.0.5'],
      records: { addresses: ['20.61.0.5'], lost: { AAAA: 3 } },
    }),
    unserved('self.azureml.ms', { cname: 'self.azureml.ms' }, https(blocked('dns-cname-broken'))),
    unserved(
      'far-servfail.azureml.ms',
      { cname: 'dead.trafficmanager.net' },
      https(blocked('dns-servfail', 'dns-cname-broken')),
    ),
    unserved(
      'pl.blob.core.windows.net',
      { cname: 'pl.privatelink.blob.core.windows.net' },
      https(blocked('dns-privatelink-no-record')),
    ),
  ],
  zone: { 'dead.trafficmanager.net': { rcode: 'SERVFAIL' } },
}

/** Every name leads to a page that says no, on port 80 and behind a certificate that this machine trusts. */
export const hijackedPage: World = {
  name: 'hijacked-page',
  says: 'a resolver that sends unknown names to a web server that says no, behind a web filter',
  extras: [
    webFilter(() => answer('200 OK', { 'Content-Type': 'text/html' }, '<html><body><h1>Welcome</h1></body></html>')),
  ],
  rules: { middlebox: redirect(...takes(['http'])) },
  sites: [
    site('pypi.org', web(), https(either(open, degraded('dns-hijacked')))),
    site('azure.archive.ubuntu.com', plainWeb(), http(blocked('http-block-page'))),
    placed(
      site(
        'gone.azureml.ms',
        [web({ certificate: issuedBy('issuing', { names: ['ads.example'] }) })],
        [https(blocked('tls-name-mismatch', 'dns-hijacked')), http(blocked('dns-sinkhole', 'http-block-page'))],
      ),
      { at: ['20.66.0.1'] },
    ),
  ],
  zone: { '*': { addresses: ['20.66.0.1'] } },
  findings: ['dns-hijacked'],
}

/** Two servers, one dead, one that lies. */
export const twoFaults: World = {
  name: 'two-faults',
  says: 'the first resolver is dead, the second works, and TLS ends at an interceptor that this machine trusts',
  resolvers: ['10.53.0.9', PLACES.resolver],
  options: ['--ca-file', `FILE:${FILES.interceptorRoot}`],
  timeout: '5s',
  sites: ['pypi.org', 'mcr.microsoft.com', 'management.azure.com'].map((host) =>
    site(host, web({ certificate: issuedBy('interceptor') }), https(degraded('tls-intercepted', 'dns-resolver-down'))),
  ),
  findings: ['tls-intercepted', 'dns-resolver-down'],
}

/** Half of the addresses refuse, in every mixture of families. */
export const halfDead: World = {
  name: 'half-dead',
  says: 'a load balancer with dead members, and IPv6 that is reset',
  ipv6: true,
  sites: [
    placed(site('half.azure.com', web(), https(degraded('some-addresses-blocked'))), {
      at: ['20.61.0.1', '20.61.0.2', '20.61.0.3', '20.61.0.4'],
    }),
    placed(site('six-rst.azure.com', web(), https(degraded('ipv6-broken'))), { at: ['20.61.1.1', '2603:1030::1'] }),
    placed(site('six-half.azure.com', web(), https(degraded('some-addresses-blocked'))), {
      at: ['20.61.1.2', '2603:1030::2', '2603:1032::2'],
    }),
    placed(site('unlike.azure.com', web(), https(blocked('tcp-refused', 'tcp-timeout'))), {
      at: ['20.61.0.3', '20.61.0.5'],
    }),
    placed(site('four.azure.com', [web(), plainWeb({ answer: says(200) })], [https(open), http(open)]), {
      at: ['20.61.1.4'],
    }),
    placed(
      site(
        'guess.azure.com',
        web(),
        https(inconclusive('no-proof-of-listener'), {
          requirement: { hosts: ['*.azure.com'], representatives: [{ host: 'guess.azure.com', certainty: 'guess' }] },
        }),
      ),
      { at: ['20.61.0.5'] },
    ),
  ],
  rules: {
    middlebox: forward(
      'ip daddr { 20.61.0.3, 20.61.0.4 } meta l4proto tcp reject with tcp reset',
      'ip daddr 20.61.0.5 drop',
      'ip6 daddr 2603:1030::/32 meta l4proto tcp reject with tcp reset',
    ),
  },
}

/** Names pinned by hand. */
export const pinned: World = {
  name: 'pinned',
  says: 'a hosts file that pins names to wrong addresses, and a resolver of its own beside',
  hosts: ['20.61.0.2 elsewhere.azureml.ms', '10.9.9.9 old-endpoint.azureml.ms', '::1 six.azureml.ms'],
  resolvers: ['10.53.0.2'],
  extras: [{ role: 'servers', at: '10.53.0.2', serve: dns({ 'pypi.org': { addresses: ['20.60.0.1'] } }) }],
  sites: [
    site('pypi.org', web(), https(open)),
    placed(
      site(
        'elsewhere.azureml.ms',
        web({ certificate: issuedBy('issuing', { names: ['x.example'] }) }),
        https(blocked('tls-name-mismatch')),
      ),
      { at: ['20.61.0.2'] },
    ),
    site('old-endpoint.azureml.ms', [], https(blocked('dns-sinkhole', 'tcp-timeout'))),
    site('six.azureml.ms', [], https(blocked('dns-sinkhole', 'no-route'))),
    placed(site('unknown.azureml.ms', [], https(blocked('dns-nxdomain'))), {}),
  ],
}
