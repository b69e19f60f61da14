import { forward } from '../rules.ts'
import { issuedBy } from '../pki.ts'
import { plainWeb, web } from '../services/web.ts'
import {
  blocked,
  degraded,
  dnsProbe,
  https,
  http,
  inconclusive,
  open,
  placed,
  site,
  tcpPort,
  unserved,
  type Case,
  type World,
} from '../world.ts'
import type { Records } from '../services/dns.ts'

const served = (host: string, records: Records, cases: Case | readonly Case[], serve = web()) =>
  placed(site(host, serve, cases), { at: [records.addresses?.[0] ?? '20.61.9.9'], records })

/** What a resolver can say of single names. */
export const names: World = {
  name: 'names',
  says: 'a resolver that says the wrong thing of single names',
  ipv6: true,
  sites: [
    site('pypi.org', web(), https(open)),
    unserved('nx.azureml.ms', { rcode: 'NXDOMAIN' }, [
      https(blocked('dns-nxdomain')),
      tcpPort(5000, blocked('dns-nxdomain')),
    ]),
    unserved('nodata.azureml.ms', {}, https(blocked('dns-nodata'))),
    unserved('servfail.azureml.ms', { rcode: 'SERVFAIL' }, https(blocked('dns-servfail'))),
    unserved('refused.azureml.ms', { rcode: 'REFUSED' }, https(blocked('dns-refused'))),
    unserved('silent.azureml.ms', { silent: 'always' }, [
      https(blocked('dns-timeout')),
      https(blocked('dns-timeout'), { alone: true }),
    ]),
    served('six-silent.azureml.ms', { addresses: ['20.61.0.1'], silent: 'AAAA' }, https(degraded('dns-aaaa-broken'))),
    served('big.azureml.ms', { addresses: ['20.61.0.2'], truncated: true }, https(blocked('dns-tcp-blocked'))),
    unserved('gone.azureml.ms', { cname: 'nothing.trafficmanager.net' }, https(blocked('dns-cname-broken'))),
    unserved('empty.azureml.ms', { cname: 'empty.trafficmanager.net' }, https(blocked('dns-cname-broken'))),
    unserved('loop.azureml.ms', { cname: 'loop2.azureml.ms' }, https(blocked('dns-cname-broken'))),
    // Near miss: a chain of three that ends well.
    served('chain.azureml.ms', { cname: 'c1.azureml.ms' }, https(open)),
    // Sinkholes.
    unserved('zero.azureml.ms', { addresses: ['0.0.0.0'] }, https(blocked('dns-sinkhole'))),
    unserved('zero6.azureml.ms', { addresses: ['::'] }, https(blocked('dns-sinkhole'))),
    unserved('loopback.pytorch.org', { addresses: ['127.0.0.1'] }, https(blocked('dns-sinkhole'))),
    unserved('hole.pythonhosted.org', { addresses: ['10.66.0.1'] }, https(blocked('dns-sinkhole'))),
    served(
      'page.anaconda.org',
      { addresses: ['10.66.0.2'] },
      https(blocked('dns-sinkhole')),
      web({ certificate: issuedBy('privateRoot') }),
    ),
    // The guess of a representative that doesn't exist proves nothing.
    unserved(
      'guess.vscodeexperiments.azureedge.net',
      { rcode: 'NXDOMAIN' },
      https(inconclusive('no-proof-of-listener'), {
        requirement: {
          hosts: ['*.vscodeexperiments.azureedge.net'],
          representatives: [{ host: 'guess.vscodeexperiments.azureedge.net', certainty: 'guess' }],
        },
      }),
    ),
    unserved(
      'known.gallerycdn.vsassets.io',
      { rcode: 'NXDOMAIN' },
      https(blocked('dns-nxdomain'), {
        requirement: {
          hosts: ['*.gallerycdn.vsassets.io'],
          representatives: [{ host: 'known.gallerycdn.vsassets.io', certainty: 'documented' }],
        },
      }),
    ),
    unserved(
      'quiet-ns.azureml.ms',
      { addresses: ['20.61.0.7'] },
      dnsProbe(blocked('dns-resolver-unreachable', 'dns-timeout', 'udp-silent')),
    ),
    site('plain.azureml.ms', plainWeb(), http(open)),
  ],
  zone: {
    'empty.trafficmanager.net': {},
    'loop2.azureml.ms': { cname: 'loop.azureml.ms' },
    'c1.azureml.ms': { cname: 'c2.trafficmanager.net' },
    'c2.trafficmanager.net': { addresses: ['20.61.9.9'] },
  },
  rules: {
    middlebox: forward('tcp dport 53 drop'),
  },
}

/** Names that never reach the DNS. */
export const hostsFile: World = {
  name: 'hosts-file',
  says: 'a hosts file with entries that are right, out of date and made to block',
  hosts: [
    '20.61.0.1 right.azureml.ms',
    '20.61.0.99 stale.azureml.ms',
    '0.0.0.0 zero.azureml.ms',
    '127.0.0.1 self.azureml.ms',
    '20.61.0.2 other.azureml.ms',
  ],
  sites: [
    site('pypi.org', web(), https(open)),
    placed(site('right.azureml.ms', web(), https(open)), { at: ['20.61.0.1'], records: { rcode: 'NXDOMAIN' } }),
    site('stale.azureml.ms', web(), https(blocked('tcp-timeout'))),
    site('zero.azureml.ms', web(), https(blocked('dns-sinkhole'))),
    site('self.azureml.ms', web(), https(blocked('dns-sinkhole'))),
    // The entry leads to a server of another name.
    site('other.azureml.ms', web(), https(blocked('tls-name-mismatch'))),
    placed(site('someone.azureml.ms', web(), https(open)), { at: ['20.61.0.2'] }),
  ],
}
