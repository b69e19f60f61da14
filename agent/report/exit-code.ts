import type { Report, ReportResult } from './schema.ts'
import { isRequired } from './standing.ts'

/** What an exit code depends on, beside the report. */
export type ExitOptions = {
  /** Degraded and inconclusive required endpoints fail the run too. */
  readonly strict: boolean
  /** A signal ended the run. */
  readonly interrupted?: boolean
}

/**
 * The exit code of `run`, as the contract has it: 0 all is well, 1 the tool itself failed, 3 something required doesn't do what
 * it must, 4 the run is incomplete or `strict` isn't met, 130 interrupted. The first of 130, 3, 1, 4 that applies. (2 is a
 * UsageError, before there is a report.)
 */
export const exitCode = (report: Report, { strict, interrupted = false }: ExitOptions): number => {
  if (interrupted) return 130
  if (report.results.some(isUnmet)) return 3
  if (hasToolFailure(report)) return 1
  if (!report.complete || nothingTested(report)) return 4
  return strict && report.results.some((result) => isDegraded(result) || isUnproven(result)) ? 4 : 0
}

/** The exit code of a Nagios plugin: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
export const nagiosCode = (report: Report, { strict }: Pick<ExitOptions, 'strict'>): 0 | 1 | 2 | 3 => {
  if (report.results.some(isUnmet)) return 2
  if (hasToolFailure(report) || !report.complete || nothingTested(report)) return 3
  if (report.results.some(isDegraded)) return 1
  return strict && report.results.some(isUnproven) ? 3 : 0
}

const isUnmet = (result: ReportResult): boolean => isRequired(result) && result.met === false

const hasToolFailure = ({ results }: Report): boolean => results.some(({ cause }) => cause === 'probe-error')

/** Something is required and none of it could be tested: not a pass. */
const nothingTested = ({ verdict, results }: Report): boolean => verdict === 'untestable' && results.some(isRequired)

const isDegraded = (result: ReportResult): boolean => isRequired(result) && result.verdict === 'degraded'

/** Inconclusive, though the manifest doesn't say that it can't be proven. */
const isUnproven = (result: ReportResult): boolean =>
  isRequired(result) &&
  result.met === null &&
  result.verdict !== 'untestable' &&
  result.endpoint.expect?.provable !== false
