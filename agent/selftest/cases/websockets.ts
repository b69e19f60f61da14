import { endpoint, SERVICE, type Case, type Pki } from '../case.ts'
import { answers, tls, upgrades, type Peer } from '../peers.ts'

/** Upgrades that are refused, stripped or forged, and frames that don't pass. */
export const websocketCases = ({ proper }: Pki): Case[] => {
  const within = (name: string, verdict: Case['verdict'], cause: string | null, peer: Peer): Case => ({
    name,
    network: { peers: { [`${SERVICE.address}:443`]: tls(proper(SERVICE.host), peer) } },
    endpoints: [endpoint(SERVICE.host, { probe: 'websocket', path: '/live', expect: { websocket: true } })],
    verdict,
    cause,
  })
  return [
    within('a websocket that works', 'open', null, upgrades()),
    within(
      'the upgrade is stripped',
      'blocked',
      'ws-upgrade-stripped',
      answers('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
    ),
    within('an upgrade with a wrong key', 'blocked', 'ws-handshake-invalid', upgrades({ key: false })),
    within('frames do not come back', 'blocked', 'ws-frames-blocked', upgrades({ pongs: false })),
    within(
      'the service wants credentials first',
      'inconclusive',
      'ws-auth-required',
      answers('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 0\r\n\r\n'),
    ),
  ]
}
