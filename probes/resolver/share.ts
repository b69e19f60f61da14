/** Work under way, and what it has so far. */
export type Flight<T> = {
  /** Never rejects; settles soon after its signal aborts. */
  readonly result: Promise<T>
  readonly partial: () => T
}

/** Joins work of the same name, or starts it. Resolves with what there is when the caller's signal aborts. */
export type Share<T> = (key: string, start: (signal: AbortSignal) => Flight<T>, signal: AbortSignal) => Promise<T>

/** Shares identical work in flight: it goes on while anyone waits for it, and ends with the last one. */
export const createShare = <T>(): Share<T> => {
  const flights = new Map<string, { readonly flight: Flight<T>; readonly end: () => void; waiting: number }>()
  const launch = (key: string, start: (signal: AbortSignal) => Flight<T>) => {
    const controller = new AbortController()
    const shared = {
      flight: start(controller.signal),
      end: () => {
        if (flights.get(key) === shared) flights.delete(key)
        controller.abort()
      },
      waiting: 0,
    }
    flights.set(key, shared)
    return shared
  }
  return async (key, start, signal) => {
    const shared = flights.get(key) ?? launch(key, start)
    shared.waiting++
    let onAbort: (() => void) | undefined
    const aborted = new Promise<T>((resolve) => {
      onAbort = () => resolve(shared.flight.partial())
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) onAbort()
    })
    try {
      return await Promise.race([shared.flight.result, aborted])
    } finally {
      if (onAbort) signal.removeEventListener('abort', onAbort)
      if (--shared.waiting === 0) shared.end()
    }
  }
}
