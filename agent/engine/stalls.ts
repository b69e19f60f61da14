import type { Clock } from '../../probes/probe.ts'

/** How often the event loop is looked at, milliseconds. */
const LOOK_MS = 50
/** A delay of the event loop that spoils what is measured meanwhile, milliseconds. */
const STALL_MS = 200
/** Stalls that are remembered: as many as can matter to a probe under way. */
const MOST_STALLS = 32

/** Knows when the event loop stood still: times that were measured then are ours and not the network's. */
export type Stalls = {
  /** The longest stall since then, milliseconds; 0: none worth telling. */
  readonly since: (start: number) => number
  readonly stop: () => void
}

/** Watches until it is stopped; doesn't keep the process alive. */
export const watchStalls = (clock: Clock): Stalls => {
  const stalls: { readonly end: number; readonly ms: number }[] = []
  let last = clock.monotonic()
  const look = () => {
    const now = clock.monotonic()
    const ms = now - last - LOOK_MS
    if (ms >= STALL_MS) stalls.push({ end: now, ms })
    if (stalls.length > MOST_STALLS) stalls.shift()
    last = now
  }
  const timer = setInterval(look, LOOK_MS).unref()
  return {
    since: (start) => {
      // A probe may end before the timer gets to see the stall.
      const unseen = clock.monotonic() - last - LOOK_MS
      const seen = stalls.filter(({ end }) => end > start).map(({ ms }) => ms)
      return Math.max(0, ...seen, unseen >= STALL_MS ? unseen : 0)
    },
    stop: () => clearInterval(timer),
  }
}
