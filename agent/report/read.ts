import { z } from 'zod'
import type { Answered, RunEvidence } from '../model.ts'
import { UsageError } from '../usage-error.ts'
import type { ReportParts } from './report.ts'
import { reportSchema, SCHEMA_VERSION, type Report, type ReportExperiment } from './schema.ts'

/** How many mistakes of a broken file are told. */
const MOST_PROBLEMS = 10

/**
 * Reads a saved report, checked against the schema.
 * @param json the file's text
 * @param file its name, for the messages
 * @throws UsageError that says what is wrong and where: not JSON, not a report, another version's report
 */
export const parseReport = (json: string, file: string): Report => {
  const value = parseJson(json, file)
  checkVersion(value, file)
  const checked = reportSchema.safeParse(value)
  if (!checked.success) throw new UsageError(problemsOf(checked.error, file))
  // The value itself and not zod's copy: its keys keep the order in which they were written.
  return value as Report
}

/**
 * The evidence of a saved report, to be judged again: everything that `makeReport` takes but results and findings.
 * @throws UsageError as parseReport does
 */
export const readReport = (json: string, file: string): Omit<ReportParts, 'results' | 'findings'> =>
  evidenceOf(parseReport(json, file))

/** What a report's judgement rests on. */
const evidenceOf = (report: Report): Omit<ReportParts, 'results' | 'findings'> => {
  const { tool, runId, startedAt, finishedAt, complete, vantage } = report
  const { hostname, kind, cloud, facts, notes } = vantage
  return {
    tool,
    ...(runId !== undefined && { runId }),
    startedAt,
    finishedAt,
    complete,
    vantage: { hostname, kind, cloud, facts, notes },
    run: runOf(report),
  }
}

const runOf = ({ context, results }: Report): RunEvidence => ({
  machine: context.machine,
  experiments: context.experiments.map(answered),
  timeoutSeconds: context.timeoutSeconds,
  ...(context.unlisted !== undefined && { unlisted: context.unlisted }),
  ...(context.trust !== undefined && { trust: context.trust }),
  ...(context.serviceTags !== undefined && { serviceTags: context.serviceTags }),
  endpoints: results.map((result) => ({
    endpoint: { ...result.endpoint, expect: result.endpoint.expect ?? {}, requirements: result.requirements },
    observations: result.observations,
    experiments: result.experiments.map(answered),
    ...(result.lastGood !== undefined && { lastGood: result.lastGood }),
    ...(result.remarks !== undefined && { remarks: result.remarks }),
  })),
})

const answered = ({ name, asks, probe, target, observation, furtherObservations }: ReportExperiment): Answered => ({
  name,
  asks,
  probe,
  target,
  observations: observation === null ? [] : [observation, ...(furtherObservations ?? [])],
})

const parseJson = (json: string, file: string): unknown => {
  try {
    return JSON.parse(json)
  } catch (error) {
    const { message } = error as SyntaxError
    throw new UsageError([`${file}: not a JSON report: ${message.slice(0, 200)}`])
  }
}

const checkVersion = (value: unknown, file: string) => {
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion
  if (typeof version !== 'number') throw new UsageError([`${file}: not a report of connprobe: it has no schemaVersion`])
  if (version === SCHEMA_VERSION) return
  const advice =
    version > SCHEMA_VERSION ? 'a newer connprobe wrote it: read it with that one' : 'it is too old for this connprobe'
  throw new UsageError([`${file}: schemaVersion is ${version}, this connprobe reads ${SCHEMA_VERSION}: ${advice}`])
}

const problemsOf = (error: z.ZodError, file: string): string[] => {
  const problems = error.issues
    .slice(0, MOST_PROBLEMS)
    .map((issue) => `${file}: ${z.core.toDotPath(issue.path) || 'report'}: ${issue.message}`)
  const more = error.issues.length - problems.length
  return more > 0 ? [...problems, `${file}: ... and ${more} more`] : problems
}
