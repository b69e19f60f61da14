import { endpointNamer } from '../endpoint-name.ts'
import { groupBy } from './group-by.ts'
import type { Report, ReportResult } from './schema.ts'
import { isRequired, standingOf, type Standing } from './standing.ts'

/** Results that are told in one breath: same purpose, cause, sentence and remedy. */
export type Group = {
  readonly purpose: string
  readonly names: readonly string[]
  /** All of them, in the order of `names`; what they share is the same in each. */
  readonly results: readonly [ReportResult, ...ReportResult[]]
}

/** All results of one standing that no finding explains, in the order of the report. */
export type Section = { readonly standing: Standing; readonly groups: readonly Group[] }

/** Endpoints that couldn't be tested for one reason, and what would change that. */
export type Untested = { readonly says: string; readonly hosts: readonly string[] }

/** What a person should read of a report, in that order; the formats for people only lay it out. */
export type Summary = {
  readonly worst: Standing
  /** The verdict in a sentence. */
  readonly headline: string
  /** Results by standing, worst first: `3 blocked, 61 open`. */
  readonly counts: string
  /** Where and when: one phrase each. */
  readonly context: readonly string[]
  /** Sentences about the run: cut short, facts that contradict each other. */
  readonly remarks: readonly string[]
  readonly findings: readonly Report['findings'][number][]
  readonly sections: readonly Section[]
  readonly untested: readonly Untested[]
}

/** Worst first; also the order in which a report tells them. */
const STANDINGS = ['exposed', 'blocked', 'denied', 'inconclusive', 'degraded', 'open', 'closed', 'untestable'] as const
/** The order of reading: what needs an action before what needs patience. */
const SECTIONS = ['exposed', 'blocked', 'denied', 'degraded', 'inconclusive', 'open', 'closed'] as const

/** `1 endpoint`, `2 endpoints`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** What there is to say about a report. */
export const summarise = (report: Report): Summary => {
  const name = endpointNamer(report.results.map((result) => result.endpoint))
  const nameOf = (result: ReportResult) => name(result.endpoint)
  const required = report.results.filter((result) => isRequired(result) && result.verdict !== 'untestable')
  const worst = worstOf(required)
  return {
    worst,
    headline: headline(worst, required),
    counts: countsOf(report.results),
    context: contextOf(report),
    remarks: [
      ...(report.complete ? [] : ['The run was cut short: what had not finished is inconclusive, not open.']),
      ...report.vantage.notes,
    ],
    findings: report.findings,
    sections: sectionsOf(report, nameOf),
    untested: untestedOf(report),
  }
}

const worstOf = (results: readonly ReportResult[]): Standing => {
  const seen = new Set(results.map(standingOf))
  const worst = STANDINGS.find((standing) => seen.has(standing)) ?? 'untestable'
  return worst === 'closed' ? 'open' : worst
}

const headline = (worst: Standing, required: readonly ReportResult[]): string => {
  const count = (standing: Standing) => required.filter((result) => standingOf(result) === standing).length
  const all = plural(required.length, 'required endpoint')
  const word = worst.toUpperCase()
  switch (worst) {
    case 'exposed':
    case 'blocked':
    case 'denied':
      return count('blocked') === required.length && required.length > 1
        ? `${word}: none of the ${all} can be used from here.`
        : `${word}: of ${all}, ${unmet(count)}.`
    case 'inconclusive':
      return `${word}: nothing required is known to be blocked; of ${all}, ${count(worst)} can't be told either way.`
    case 'degraded':
      return `${word}: the ${all} can be used, ${count(worst)} with a problem.`
    case 'open':
    case 'closed':
      return required.length === 1 ? 'OPEN: the required endpoint works.' : `OPEN: all ${all} work.`
    case 'untestable':
      return `${word}: nothing required could be tested.`
  }
}

/** What is wrong, in words, of the standings that fail a run. */
const unmet = (count: (standing: Standing) => number): string =>
  (
    [
      ['exposed', 'can be reached and must not be', 'can be reached and must not be'],
      ['blocked', "can't be used from here", "can't be used from here"],
      ['denied', 'is refused by the service itself', 'are refused by the service itself'],
    ] as const
  )
    .filter(([standing]) => count(standing) > 0)
    .map(([standing, one, many]) => `${count(standing)} ${count(standing) === 1 ? one : many}`)
    .join(', ')

const COUNTED: Readonly<Record<Standing, string>> = {
  exposed: 'reachable that must not be',
  blocked: 'blocked',
  denied: 'denied',
  inconclusive: 'inconclusive',
  degraded: 'degraded',
  open: 'open',
  closed: 'closed as they must be',
  untestable: 'not tested',
}

const countsOf = (results: readonly ReportResult[]): string =>
  STANDINGS.map((standing) => [results.filter((result) => standingOf(result) === standing).length, standing] as const)
    .filter(([count]) => count > 0)
    .map(([count, standing]) => `${count} ${COUNTED[standing]}`)
    .join(', ')

const contextOf = ({ vantage, tool, startedAt, durationSeconds }: Report): string[] => [
  `${vantage.kind} ${vantage.hostname}`,
  [`${vantage.cloud} cloud`, vantage.facts['region']?.value].filter((word) => word !== undefined).join(', '),
  vantage.proxy === null ? 'no proxy' : `proxy ${vantage.proxy}`,
  `${startedAt.slice(0, 19).replace('T', ' ')} UTC, ${durationSeconds.toFixed(1)} s`,
  `connprobe ${tool.version}`,
]

const sectionsOf = (report: Report, nameOf: (result: ReportResult) => string): Section[] => {
  const explained = new Set(
    report.findings.flatMap(({ cause, endpoints }) => endpoints.map((endpoint) => `${cause} ${endpoint}`)),
  )
  const rest = report.results.filter((result) => !explained.has(`${result.cause ?? ''} ${nameOf(result)}`))
  return SECTIONS.map((standing) => ({
    standing,
    groups: groupsOf(
      rest.filter((result) => standingOf(result) === standing),
      nameOf,
    ),
  })).filter(({ groups }) => groups.length > 0)
}

const groupsOf = (results: readonly ReportResult[], nameOf: (result: ReportResult) => string): Group[] =>
  // First by purpose, so that one heading is enough for all that serve the same.
  [...groupBy(results, purposeOf)].flatMap(([purpose, alike]) =>
    [...groupBy(alike, toldOf).values()].map((results) => ({ purpose, names: results.map(nameOf), results })),
  )

/** What a result would say for itself; open ones only say that they are open. */
const toldOf = (result: ReportResult): string =>
  result.verdict === 'open'
    ? result.verdict
    : JSON.stringify([result.verdict, result.cause, result.confidence, result.says, result.remedy, isRequired(result)])

/** What an endpoint is for: the words of its first requirement that is required. */
export const purposeOf = ({ requirements }: ReportResult): string =>
  (requirements.find(({ required }) => required) ?? requirements[0])?.purpose ?? 'Other'

const untestedOf = ({ results }: Report): Untested[] => {
  const untestable = results.filter(({ verdict }) => verdict === 'untestable')
  return [...groupBy(untestable, untestedReason).values()].map((alike) => ({
    says: untestedSays(alike),
    hosts: [...new Set(alike.map(({ endpoint }) => endpoint.host))],
  }))
}

const untestedReason = ({ endpoint, says }: ReportResult): string => {
  const { cause, fact } = endpoint.untestable ?? {}
  return cause === 'missing-fact' && fact !== undefined ? `fact ${fact}` : cause === 'wrong-vantage' ? cause : says
}

const untestedSays = (alike: readonly ReportResult[]): string => {
  const { cause, fact } = alike[0]?.endpoint.untestable ?? {}
  const endpoints = plural(alike.length, 'endpoint')
  if (cause === 'missing-fact' && fact !== undefined)
    return `Set ${fact} to test ${alike.length} more: --set ${fact}=VALUE`
  if (cause === 'wrong-vantage') return `${endpoints} can't be tested from here, but from elsewhere`
  return `${endpoints}: ${alike[0]?.says ?? ''}`
}
