import { issuedBy } from '../pki.ts'
import { says, web } from '../services/web.ts'
import { blocked, degraded, denied, https, open, placed, site, unserved, type World } from '../world.ts'

const denies = web({
  answer: says(403, { 'x-ms-error-code': 'AuthorizationFailure', server: 'Microsoft-HTTPAPI/2.0' }),
})

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
