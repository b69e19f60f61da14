import type { Observation } from '../../probes/observation.ts'
import type { Answered } from '../model.ts'
import { familyOf } from './addresses.ts'

/** What became of a connection to an address at which nothing can answer. */
export type Decoy = {
  readonly address: string
  readonly port: number
  /** A handshake was completed: something on the way answers for others. Null: not known. */
  readonly connected: boolean | null
  readonly observation: Observation | null
  /** The impossible host that was asked for. */
  readonly host: string
}

export const decoysOf = (answered: readonly Answered[]): Decoy[] =>
  answered.map(({ target, observations: [observation] }) => ({
    address: target.address ?? target.host,
    port: target.port,
    connected: observation === undefined ? null : isConnected(observation),
    observation: observation ?? null,
    host: target.host,
  }))

/** Faults of our own that say nothing of the network. */
const OURS = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL'])

const isConnected = ({ steps }: Observation): boolean | null => {
  const connect = steps.find(({ phase }) => phase === 'connect')
  if (connect === undefined) return null
  if (connect.ok) return true
  const { kind, code } = connect.fault
  return kind === 'aborted' || kind === 'bug' || OURS.has(code ?? '') ? null : false
}

/** What the decoys of a port say for addresses of one family: `silent`, `connected`, or null where nobody knows. */
export const decoyVerdict = (
  decoys: readonly Decoy[],
  port: number,
  address: string,
): 'silent' | 'connected' | null => {
  const asked = decoys.filter((decoy) => decoy.port === port && familyOf(decoy.address) === familyOf(address))
  if (asked.some(({ connected }) => connected === true)) return 'connected'
  return asked.some(({ connected }) => connected === false) ? 'silent' : null
}
