import type { Clock } from '../../probes/probe.ts'

/** How much is answered within a second: to one address, and to all. */
export type Rate = { readonly each: number; readonly all: number }

/** Whether one more question of an address is answered now. */
export type Admits = (address: string) => boolean

/** Counts by second; remembers at most `all` addresses. */
export const createRateLimit = ({ each, all }: Rate, clock: Clock): Admits => {
  let second = -1
  let total = 0
  let counts = new Map<string, number>()
  return (address) => {
    const now = Math.floor(clock.monotonic() / 1000)
    if (now !== second) {
      second = now
      total = 0
      counts = new Map()
    }
    const count = counts.get(address) ?? 0
    if (total >= all || count >= each) return false
    total++
    counts.set(address, count + 1)
    return true
  }
}
