import { forward } from '../rules.ts'
import { issuedBy } from '../pki.ts'
import { plainWeb, says, web } from '../services/web.ts'
import {
  blocked,
  degraded,
  denied,
  dnsProbe,
  https,
  http,
  inconclusive,
  open,
  placed,
  site,
  tcpPort,
  type Case,
  type World,
} from '../world.ts'
import type { Records } from '../services/dns.ts'

const unserved = (host: string, records: Records, cases: Case | readonly Case[]) =>
  placed(site(host, [], cases), { records })
const served = (host: string, records: Records, cases: Case | readonly Case[], serve = web()) =>
  placed(site(host, serve, cases), { at: [records.addresses?.[0] ?? '20.61.9.9'], records })

const denies = web({
  answer: says(403, { 'x-ms-error-code': 'AuthorizationFailure', server: 'Microsoft-HTTPAPI/2.0' }),
})

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

const BLOB = 'privatelink.blob.core.windows.net'

/** Private DNS zones, wrong in each of the usual ways. */
export const privateZones: World = {
  name: 'private-zones',
  says: 'a virtual network whose private DNS zones are shadowed, not linked and out of date',
  sites: [
    site('pypi.org', web(), https(open)),
    // As it should be.
    placed(
      site('right.blob.core.windows.net', web({ answer: says(400) }), https(open, { expect: { private: true } })),
      {
        at: ['10.20.0.4'],
        records: { cname: `right.${BLOB}` },
      },
    ),
    // The zone is linked and has no record for this account: it shadows the public one.
    unserved('shadow.blob.core.windows.net', { cname: `shadow.${BLOB}` }, [
      https(blocked('dns-privatelink-no-record'), { expect: { private: true } }),
      https(blocked('dns-privatelink-no-record')),
    ]),
    unserved('hollow.blob.core.windows.net', { cname: `hollow.${BLOB}` }, https(blocked('dns-privatelink-no-record'))),
    // The zone isn't linked: the public address.
    placed(
      site(
        'unlinked.blob.core.windows.net',
        web({ answer: says(400) }),
        https(degraded('dns-public-not-private'), { expect: { private: true } }),
      ),
      {
        at: ['20.61.0.5'],
        records: { cname: `unlinked.${BLOB}` },
      },
    ),
    placed(
      site(
        'closed.blob.core.windows.net',
        denies,
        https(denied('dns-public-not-private'), { expect: { private: true } }),
      ),
      {
        at: ['20.61.0.6'],
        records: { cname: `closed.${BLOB}` },
      },
    ),
    // Near miss: someone else's account, of which nothing private is expected.
    placed(site('theirs.blob.core.windows.net', web({ answer: says(400) }), https(open)), {
      at: ['20.61.0.7'],
      records: { cname: `theirs.${BLOB}` },
    }),
    placed(site('theirs2.blob.core.windows.net', denies, https(denied('http-service-denied'))), {
      at: ['20.61.0.8'],
      records: { cname: `theirs2.${BLOB}` },
    }),
    // Private as it should be, and the service refuses all the same.
    placed(
      site(
        'refuses.blob.core.windows.net',
        denies,
        https(denied('http-service-denied'), { expect: { private: true } }),
      ),
      {
        at: ['10.20.0.9'],
        records: { cname: `refuses.${BLOB}` },
      },
    ),
    // The record is of an endpoint that was deleted.
    unserved(
      'stale.blob.core.windows.net',
      { cname: `stale.${BLOB}` },
      https(blocked('tcp-timeout'), { expect: { private: true } }),
    ),
    // The record leads to someone else's endpoint.
    placed(
      site(
        'moved.blob.core.windows.net',
        web({ certificate: issuedBy('issuing', { names: ['someoneelse.blob.core.windows.net'] }) }),
        https(blocked('tls-name-mismatch'), { expect: { private: true } }),
      ),
      { at: ['10.20.0.8'], records: { cname: `moved.${BLOB}` } },
    ),
    // A private zone of the whole domain, without this name: no chain at all.
    unserved(
      'w.workspace.westeurope.api.azureml.ms',
      { rcode: 'NXDOMAIN' },
      https(blocked('dns-nxdomain'), { expect: { private: true } }),
    ),
  ],
  zone: {
    [`right.${BLOB}`]: { addresses: ['10.20.0.4'] },
    [`hollow.${BLOB}`]: {},
    [`unlinked.${BLOB}`]: { cname: 'blob.am5.store.core.windows.net' },
    'blob.am5.store.core.windows.net': { addresses: ['20.61.0.5'] },
    [`closed.${BLOB}`]: { addresses: ['20.61.0.6'] },
    [`theirs.${BLOB}`]: { addresses: ['20.61.0.7'] },
    [`theirs2.${BLOB}`]: { addresses: ['20.61.0.8'] },
    [`refuses.${BLOB}`]: { addresses: ['10.20.0.9'] },
    [`stale.${BLOB}`]: { addresses: ['10.20.0.99'] },
    [`moved.${BLOB}`]: { addresses: ['10.20.0.8'] },
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
