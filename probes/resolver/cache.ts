import type { Clock } from '../probe.ts'

/** Values that are worth something for a while. */
export type Cache<T> = {
  readonly get: (key: string) => T | undefined
  /** @param seconds for how long; with 0 it isn't kept */
  readonly set: (key: string, value: T, seconds: number) => void
}

/** @param size at most so many values; the one that was set first goes first */
export const createCache = <T>(size: number, clock: Clock): Cache<T> => {
  const entries = new Map<string, { readonly value: T; readonly until: number }>()
  return {
    get: (key) => {
      const entry = entries.get(key)
      if (entry !== undefined && entry.until > clock.monotonic()) return entry.value
      entries.delete(key)
      return undefined
    },
    set: (key, value, seconds) => {
      entries.delete(key)
      if (seconds <= 0) return
      const [oldest] = entries.keys()
      if (entries.size >= size && oldest !== undefined) entries.delete(oldest)
      entries.set(key, { value, until: clock.monotonic() + seconds * 1000 })
    },
  }
}
