import type { Answered, Endpoint, Finding, Result, RunEvidence, Vantage, Verdict } from '../model.ts'
import { allAtOnce, type Steps } from '../steps.ts'
import { SCHEMA_VERSION, type Report, type ReportExperiment, type ReportResult } from './schema.ts'
import { scrub } from './scrub.ts'
import { isRequired } from './standing.ts'
import { mapStrings } from './strings.ts'

/** Everything a report is made of. */
export type ReportParts = {
  readonly tool: Report['tool']
  /** As in the User-Agent of the run's requests. */
  readonly runId?: string
  /** UTC, ISO 8601 with milliseconds; `finishedAt` too. */
  readonly startedAt: string
  readonly finishedAt: string
  /** False when the run was cut short. */
  readonly complete: boolean
  readonly vantage: Vantage
  readonly run: RunEvidence
  /** In the order in which the report shall have them: that of the endpoints. */
  readonly results: readonly Result[]
  readonly findings: readonly Finding[]
}

/** Worst first: what a run's verdict is the first of that occurs. */
const WORST_FIRST = ['blocked', 'denied', 'inconclusive', 'degraded', 'open'] as const satisfies Verdict[]

/**
 * Makes the report. Its keys are always in the same order, so that the same evidence and judgement give the same bytes; secrets
 * are scrubbed from every string.
 */
export const makeReport = (parts: ReportParts): Report => allAtOnce(reportSteps(parts))

/** The same, a step a result. */
export function* reportSteps(parts: ReportParts): Steps<Report> {
  const results: ReportResult[] = []
  for (const result of parts.results) {
    results.push(mapStrings(reportResult(result), scrub))
    yield
  }
  const { machine, timeoutSeconds, experiments, unlisted, trust, serviceTags } = parts.run
  const { hostname, kind, cloud, facts, notes } = parts.vantage
  const head: Omit<Report, 'results'> = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: parts.tool.name, version: parts.tool.version },
    ...(parts.runId !== undefined && { runId: parts.runId }),
    startedAt: parts.startedAt,
    finishedAt: parts.finishedAt,
    durationSeconds: Math.max(0, Date.parse(parts.finishedAt) - Date.parse(parts.startedAt)) / 1000,
    complete: parts.complete,
    verdict: verdictOf(parts.results),
    counts: countsOf(parts.results),
    vantage: {
      hostname,
      kind,
      cloud,
      resolvers: machine.resolvers,
      proxy: machine.proxies.https ?? machine.proxies.http,
      facts,
      notes,
    },
    context: {
      machine,
      timeoutSeconds,
      experiments: experiments.map(reportExperiment),
      ...(unlisted !== undefined && { unlisted }),
      ...(trust !== undefined && { trust }),
      ...(serviceTags !== undefined && { serviceTags }),
    },
    findings: parts.findings.map(reportFinding),
  }
  return { ...mapStrings(head, scrub), results }
}

/** The worst verdict of the required endpoints; `untestable` when none of them could be tested. */
const verdictOf = (results: readonly Result[]): Verdict => {
  const seen = new Set(results.filter((result) => isRequired(result.endpoint)).map((result) => result.verdict))
  return WORST_FIRST.find((verdict) => seen.has(verdict)) ?? 'untestable'
}

const countsOf = (results: readonly Result[]): Report['counts'] => {
  const counts = { open: 0, degraded: 0, denied: 0, blocked: 0, inconclusive: 0, untestable: 0 }
  for (const { verdict } of results) counts[verdict]++
  return counts
}

const reportFinding = (finding: Finding): Report['findings'][number] => ({
  cause: finding.cause,
  verdict: finding.verdict,
  says: finding.says,
  remedy: finding.remedy,
  confidence: finding.confidence,
  endpoints: finding.endpoints,
  evidence: finding.evidence,
})

const reportResult = (result: Result): ReportResult => ({
  endpoint: reportEndpoint(result.endpoint),
  requirements: result.endpoint.requirements,
  verdict: result.verdict,
  met: result.met,
  cause: result.cause,
  also: result.also,
  notes: result.notes,
  layer: result.layer,
  confidence: result.confidence,
  says: result.says,
  remedy: result.remedy,
  ...(result.evidence.lastGood !== undefined && { lastGood: result.evidence.lastGood }),
  ...(result.evidence.remarks !== undefined && { remarks: result.evidence.remarks }),
  observations: result.evidence.observations,
  experiments: result.evidence.experiments.map(reportExperiment),
  ...(result.tried !== undefined && { tried: result.tried }),
})

const reportEndpoint = (endpoint: Endpoint): ReportResult['endpoint'] => {
  const { host, port, protocol, probe, check, path, tls, sni, expect, untestable } = endpoint
  return {
    host,
    port,
    protocol,
    probe,
    ...(check !== undefined && { check }),
    ...(path !== undefined && { path }),
    ...(tls !== undefined && { tls }),
    ...(sni !== undefined && { sni }),
    ...(Object.keys(expect).length > 0 && { expect }),
    ...(untestable !== undefined && { untestable }),
  }
}

const reportExperiment = ({ name, asks, probe, target, observations }: Answered): ReportExperiment => ({
  name,
  asks,
  probe,
  target,
  observation: observations[0] ?? null,
  ...(observations.length > 1 && { furtherObservations: observations.slice(1) }),
})
