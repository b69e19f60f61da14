import { endpoint, OTHER, SERVICE, THIRD, ZONE, type Case, type Pki } from '../case.ts'
import { afterHello, answers, closes, tls, type Peer } from '../peers.ts'

const HOUR_MS = 3_600_000

/** What works, and has something about it that will hurt someone. */
export const blemishCases = ({ root, proper }: Pki, now: number): Case[] => {
  const ok = (host: string): Peer => tls(proper(host), answered(now))
  const healthy = { [`${SERVICE.address}:443`]: ok(SERVICE.host) }
  const soon = new Date(now + 72 * HOUR_MS).toISOString()
  const degraded = (
    name: string,
    cause: string,
    network: Case['network'],
    ...more: Case['endpoints'][number][]
  ): Case => ({
    name,
    network,
    endpoints: [endpoint(SERVICE.host), ...more],
    verdict: 'degraded',
    cause,
  })
  const spare = '20.60.0.9'
  return [
    degraded('one of two DNS servers is dead', 'dns-resolver-down', {
      dns: [{ '*': 'silence', '.': 'silence' }, ZONE],
      peers: healthy,
    }),
    degraded('the DNS server has an address for every name', 'dns-hijacked', {
      dns: [{ ...ZONE, '*': ['20.60.0.200'] }],
      peers: healthy,
    }),
    degraded('the DNS server is silent when asked for IPv6', 'dns-aaaa-broken', {
      dns: [{ ...ZONE, [SERVICE.host]: 'silence for AAAA' }],
      ipv6: true,
      peers: healthy,
    }),
    degraded('one of two addresses fails', 'some-addresses-blocked', {
      dns: [{ ...ZONE, [SERVICE.host]: [SERVICE.address, spare] }],
      peers: { ...healthy, [`${spare}:443`]: afterHello(closes) },
    }),
    degraded('a certificate that expires in three days', 'tls-expiring', {
      peers: {
        [`${SERVICE.address}:443`]: tls(root.issue({ names: [`DNS:${SERVICE.host}`], notAfter: soon }), answered(now)),
      },
    }),
    degraded(
      'the clock of this machine is an hour ahead',
      'clock-skew',
      {
        clockAheadMs: HOUR_MS,
        peers: { ...healthy, [`${OTHER.address}:443`]: ok(OTHER.host), [`${THIRD.address}:443`]: ok(THIRD.host) },
      },
      endpoint(OTHER.host),
      endpoint(THIRD.host),
    ),
  ]
}

const answered = (now: number): Peer =>
  answers(`HTTP/1.1 200 OK\r\nDate: ${new Date(now).toUTCString()}\r\nContent-Length: 2\r\n\r\nok`)
