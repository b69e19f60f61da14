import type { Clock } from '../../probes/probe.ts'
import { pause } from './pause.ts'

/**
 * Spaces new connections, so that a fleet doesn't exhaust the SNAT ports of its firewall. Waiting happens before a probe
 * begins: inside, it would eat the probe's budget and look like silence.
 */
export type Pace = {
  /** Resolves when the next probe may begin, or the signal aborts; never rejects. */
  readonly admit: (signal: AbortSignal) => Promise<void>
  /** A probe made this many connections more than the one it was admitted for: the next ones wait for them. */
  readonly charge: (connections: number) => void
  /** How long a probe that asked now would wait, milliseconds. */
  readonly waitMs: () => number
}

/** @param perSecond connections a second; null: no limit */
export const createPace = (perSecond: number | null, clock: Clock): Pace => {
  if (perSecond === null) return { admit: () => Promise.resolve(), charge: () => undefined, waitMs: () => 0 }
  const gap = 1000 / perSecond
  let next = -Infinity
  const admit: Pace['admit'] = (signal) => {
    const now = clock.monotonic()
    const mine = Math.max(now, next)
    next = mine + gap
    return mine - now < 1 ? Promise.resolve() : pause(mine - now, signal)
  }
  return {
    admit,
    charge: (connections) => void (next += connections * gap),
    waitMs: () => Math.max(0, next - clock.monotonic()),
  }
}
