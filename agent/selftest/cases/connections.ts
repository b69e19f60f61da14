import { endpoint, ZONE, type Case } from '../case.ts'
import { closes, says, staysSilent, type Peer } from '../peers.ts'

/** An address instead of a name: this machine has a route to it, in a sealed network too. */
const HOST = '127.0.0.1'
const PORT = 8704

const on = (
  name: string,
  peer: Peer | 'silence' | null,
  verdict: Case['verdict'],
  cause: string | null,
  decoy?: Peer,
): Case => ({
  name,
  network: {
    dns: [ZONE],
    peers: {
      ...(peer !== null && { [`${HOST}:${PORT}`]: peer }),
      ...(decoy !== undefined && { [`192.0.2.1:${PORT}`]: decoy, [`198.51.100.1:${PORT}`]: decoy }),
    },
  },
  endpoints: [endpoint(HOST, { port: PORT, probe: 'tcp' })],
  verdict,
  cause,
})

/** Connections that don't come about, and those that prove nothing. */
export const connectionCases: readonly Case[] = [
  on('a server that speaks first', says('SSH-2.0-selftest\r\n'), 'open', null),
  on('a connection is refused', null, 'blocked', 'tcp-refused'),
  on('nothing answers a connection', 'silence', 'blocked', 'tcp-timeout'),
  on('a connection is closed at once', closes, 'blocked', 'tcp-closed-early'),
  on('something takes every connection', staysSilent, 'inconclusive', 'tcp-middlebox', staysSilent),
]
