import type { ProbeKind } from '../../probes/probe.ts'
import type { Context } from '../judge/context.ts'
import { judgeSteps } from '../judge/run.ts'
import type { RunEvidence, Verdict } from '../model.ts'
import { reportSteps, type ReportParts } from '../report/report.ts'
import type { Report } from '../report/schema.ts'
import { inSlices } from '../steps.ts'
import type { Histogram } from './histogram.ts'
import type { Entry } from './ledger.ts'

/** What an endpoint's counters say. */
export type Tally = Pick<Entry, 'probes' | 'failures'> & {
  /** Since when its verdict is what it is, UTC. */
  readonly since: string
}

/** A verdict that isn't what it was. */
type Change = {
  /** Which of the report's results. */
  readonly index: number
  /** Null: there was none yet. */
  readonly from: Verdict | null
}

/**
 * The state of everything, as the agent publishes it: once an interval, and sooner where a verdict changed. What is told to
 * users, in whichever form, is told from this.
 */
export type Round = {
  readonly report: Report
  /** Of the report's results, in their order. */
  readonly tallies: readonly Tally[]
  /** How long turns took, by kind of probe. */
  readonly durations: ReadonlyMap<ProbeKind, Histogram>
  readonly changes: readonly Change[]
}

/** What a round is made of. */
export type RoundParts = Omit<ReportParts, 'results' | 'findings' | 'run'> & {
  readonly run: RunEvidence
  /** Of the run's endpoints, in their order. What is published is noted in them. */
  readonly entries: readonly Entry[]
  readonly context: Context
  readonly durations: ReadonlyMap<ProbeKind, Histogram>
}

/** Judges all that is known in the light of the whole, and makes a round of it; lets others run meanwhile. */
export const makeRound = async (parts: RoundParts, monotonic: () => number): Promise<Round> => {
  const { run, entries, context, durations } = parts
  const judged = await inSlices(judgeSteps(run, context), monotonic)
  const report = await inSlices(reportSteps({ ...parts, ...judged }), monotonic)
  const changes: Change[] = []
  const tallies = report.results.map(({ verdict }, index): Tally => {
    const entry = entries[index]
    if (entry === undefined) throw new RangeError('a result without an endpoint')
    const before = entry.published
    const now = before?.verdict === verdict ? before : { verdict, since: report.finishedAt }
    entry.published = now
    if (now !== before) changes.push({ index, from: before?.verdict ?? null })
    return { probes: entry.probes, failures: entry.failures, since: now.since }
  })
  return { report, tallies, durations, changes }
}
