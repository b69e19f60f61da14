import type { Clock } from '../../probes/probe.ts'

/** From the first sign of news to their publication at least, milliseconds: more are on their way. */
const NEWS_MS = 2000
/** Publishing news takes at most this part of the time. */
const NEWS_SHARE = 0.05

/** Publishes one thing after the other: now, or soon and then all at once. */
export type Publisher = {
  readonly now: () => Promise<void>
  readonly soon: () => void
  readonly stop: () => void
}

/** @param publish never rejects */
export const createPublisher = (publish: () => Promise<void>, clock: Clock): Publisher => {
  let running = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let tookMs = 0
  const stop = () => {
    clearTimeout(timer)
    timer = undefined
  }
  const now = (): Promise<void> => {
    stop()
    running = running.then(async () => {
      const start = clock.monotonic()
      await publish()
      tookMs = clock.monotonic() - start
    })
    return running
  }
  return {
    now,
    soon: () => {
      timer ??= setTimeout(() => void now(), Math.max(NEWS_MS, tookMs / NEWS_SHARE))
    },
    stop,
  }
}
