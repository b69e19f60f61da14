/** Runs work so that at most `most` pieces are under way at once; the others wait in order. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>

/** @param most at least 1 */
export const createLimit = (most: number): Limit => {
  const waiting: (() => void)[] = []
  let free = most
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
