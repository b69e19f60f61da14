import type { Clock } from './probe.ts'

/** Why a probe's signal was aborted: its budget ended, the run ended, or the probe is over and its sockets must close. */
type Ending = 'timeout' | 'aborted' | 'over'

/** A probe's time: a signal that aborts when the budget or the run ends, whichever is first. */
export type Budget = {
  readonly signal: AbortSignal
  /** Null while it lasts. The first reason wins. */
  readonly ending: () => Ending | null
  /** Ends it now; every socket tied to the signal closes. Must be called on every path. */
  readonly end: () => void
}

/**
 * Starts a budget. Not AbortSignal.any: it keeps a listener on the long-lived signal for ever (nodejs/node#54614).
 * @param ms budget in milliseconds
 * @param run the run's signal
 */
export const startBudget = (ms: number, run: AbortSignal): Budget => {
  const controller = new AbortController()
  let ending: Ending | null = null
  const finish = (reason: Ending) => {
    if (ending !== null) return
    ending = reason
    clearTimeout(timer)
    forget()
    controller.abort(reason)
  }
  const onRunEnd = () => finish('aborted')
  // What has arrived already counts: timers run before the sockets are read, so let them be read once more.
  const timer = setTimeout(
    () =>
      setImmediate(() => {
        finish('timeout')
      }),
    ms,
  )
  const forget = onAbort(run, onRunEnd)
  if (run.aborted) finish('aborted')
  return { signal: controller.signal, ending: () => ending, end: () => finish('over') }
}

/** What is to be told of each signal's abort. */
const told = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls back when the signal aborts, until forgotten. One listener a signal: an EventTarget walks all of its listeners for each
 * that is added, and a run of ten thousand endpoints would spend seconds on that.
 */
const onAbort = (signal: AbortSignal, callback: () => void): (() => void) => {
  let callbacks = told.get(signal)
  if (callbacks === undefined) {
    const all = new Set<() => void>()
    callbacks = all
    told.set(signal, all)
    signal.addEventListener(
      'abort',
      () => {
        for (const call of all) call()
      },
      { once: true },
    )
  }
  const mine = callbacks
  mine.add(callback)
  return () => mine.delete(callback)
}

/** Seconds since `start`, to the microsecond: finer is noise, and a saved report stays short. */
export const secondsSince = (clock: Clock, start: number): number =>
  Math.round((clock.monotonic() - start) * 1000) / 1e6
