import { endpoint, SERVICE, STORAGE, ZONE, type Case } from '../case.ts'
import type { Entry, Zone } from '../dns-server.ts'

const asked = [endpoint(SERVICE.host)] as const

/** A resolver that gives this for the service and knows the rest. */
const saying = (entry: Entry): Zone => ({ ...ZONE, [SERVICE.host]: entry })

const blocked = (name: string, cause: string, ...dns: readonly Zone[]): Case => ({
  name,
  network: { dns },
  endpoints: asked,
  verdict: 'blocked',
  cause,
})

const privateLink = 'selftest.privatelink.blob.core.windows.net'

/** Names that don't become addresses, or become the wrong ones. */
export const nameCases: readonly Case[] = [
  blocked('the name does not exist', 'dns-nxdomain', saying('NXDOMAIN')),
  blocked('the name has no address', 'dns-nodata', saying([])),
  blocked('the DNS server fails', 'dns-servfail', saying('SERVFAIL')),
  blocked('the DNS server refuses', 'dns-refused', saying('REFUSED')),
  blocked('the DNS server is silent for this name', 'dns-timeout', saying('silence')),
  blocked('the DNS server is silent for everything', 'dns-resolver-unreachable', { '*': 'silence', '.': 'silence' }),
  blocked('the answer is too long for UDP, TCP is silent', 'dns-tcp-blocked', saying('too long')),
  blocked('the alias leads nowhere', 'dns-cname-broken', saying({ alias: 'gone.example' })),
  blocked('the alias leads back to itself', 'dns-cname-broken', {
    [SERVICE.host]: { alias: 'loop.example' },
    'loop.example': { alias: SERVICE.host },
  }),
  blocked('a filter gives 0.0.0.0', 'dns-sinkhole', saying(['0.0.0.0'])),
  {
    name: 'the private zone has no record',
    network: { dns: [{ [STORAGE.host]: { alias: privateLink }, [privateLink]: 'NXDOMAIN' }] },
    endpoints: [endpoint(STORAGE.host)],
    verdict: 'blocked',
    cause: 'dns-privatelink-no-record',
  },
]
