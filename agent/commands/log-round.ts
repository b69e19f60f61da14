import { fullName } from '../endpoint-name.ts'
import type { Round } from '../engine/round.ts'
import type { Log } from '../log.ts'

/** Tells of each verdict that changed: an event. That something still fails is none; nor is that something works at first. */
export const logRound = ({ report, changes }: Round, log: Log): void => {
  for (const { index, from } of changes) {
    const result = report.results[index]
    if (result === undefined) continue
    const { endpoint, verdict, cause, says, remedy } = result
    const isBad = verdict === 'blocked' || verdict === 'denied'
    const tell = isBad ? log.warn : from === null ? log.debug : log.info
    tell('verdict changed', {
      endpoint: fullName(endpoint),
      from: from ?? 'none',
      verdict,
      ...(cause !== null && { cause }),
      says,
      ...(isBad && remedy !== null && { remedy }),
      run: report.runId ?? '',
    })
  }
  const { open, degraded, denied, blocked, inconclusive, untestable } = report.counts
  log.debug('round', { verdict: report.verdict, open, degraded, denied, blocked, inconclusive, untestable })
}
