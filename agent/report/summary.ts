import { endpointNamer } from '../endpoint-name.ts'
import { trustRemarks } from './client-trust.ts'
import { groupBy } from './group-by.ts'
import type { Report, ReportResult } from './schema.ts'
import { isRequired, standingOf, type Standing } from './standing.ts'

/** Results that are told in one breath, because they would say the same but for their own names. */
export type Group = {
  /** What they are for, each once. */
  readonly purposes: readonly [string, ...string[]]
  readonly names: readonly string[]
  /** With `HOST` and `ADDRESS` in the place of theirs, where there are several. */
  readonly says: string
  readonly remedy: string | null
  readonly notes: readonly string[]
  /** All of them, in the order of `names`; cause, confidence and whether they are required are the same in each. */
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
      ...trustRemarks(report.context.trust ?? []),
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
  const isExplained = explained(report)
  const rest = report.results.filter((result) => !isExplained(result, nameOf(result)))
  return SECTIONS.map((standing) => ({
    standing,
    groups: groupsOf(
      rest.filter((result) => standingOf(result) === standing),
      nameOf,
    ),
  })).filter(({ groups }) => groups.length > 0)
}

/**
 * Whether a finding says all there is to say of a result: it names it, and has the same cause. Where nothing works at all, the
 * one finding stands for every cause that follows from it.
 */
const explained = ({ findings, results }: Report): ((result: ReportResult, name: string) => boolean) => {
  const sealed = findings.length === 1 && !results.some(({ verdict }) => verdict === 'open' || verdict === 'degraded')
  const keyOf = (cause: string | null, name: string) => (sealed ? name : `${cause ?? ''} ${name}`)
  const told = new Set(findings.flatMap(({ cause, endpoints }) => endpoints.map((name) => keyOf(cause, name))))
  return ({ cause }, name) => told.has(keyOf(cause, name))
}

const groupsOf = (results: readonly ReportResult[], nameOf: (result: ReportResult) => string): Group[] => {
  const order = [...new Set(results.map(purposeOf))]
  const groups = [...groupBy(results, toldOf).values()].map((alike): Group => {
    const [first] = alike
    const told = alike.length === 1 ? first : anonymous(first)
    const { says, remedy, notes } = told
    return { purposes: purposesOf(alike), names: alike.map(nameOf), says, remedy, notes, results: alike }
  })
  // One heading is enough for all that serve the same.
  return groups.sort((a, b) => order.indexOf(a.purposes[0]) - order.indexOf(b.purposes[0]))
}

const purposesOf = (results: readonly [ReportResult, ...ReportResult[]]): [string, ...string[]] => {
  const [first, ...more] = new Set(results.map(purposeOf))
  return [first ?? '', ...more]
}

/** What a result would say but for its own name; open ones only say what they are for. */
const toldOf = (result: ReportResult): string => {
  if (result.verdict === 'open') return JSON.stringify(['open', purposeOf(result)])
  const { verdict, cause, confidence, also, says, remedy, notes } = anonymous(result)
  return JSON.stringify([verdict, cause, confidence, also, says, remedy, notes, isRequired(result)])
}

/** A result whose sentences don't name it. */
const anonymous = (result: ReportResult): ReportResult => {
  const names = [
    [result.endpoint.host, 'HOST'] as const,
    ...result.observations.flatMap(({ address }) => (address === null ? [] : [[address, 'ADDRESS'] as const])),
  ].map(([name, standIn]) => [new RegExp(`(?<![\\w.:-])${escaped(name)}(?![\\w-])`, 'g'), standIn] as const)
  const hide = (text: string) => names.reduce((hidden, [name, standIn]) => hidden.replace(name, standIn), text)
  const { says, remedy, notes } = result
  return { ...result, says: hide(says), remedy: remedy === null ? null : hide(remedy), notes: notes.map(hide) }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What an endpoint is for: the words of its first requirement that is required. */
export const purposeOf = ({ requirements }: ReportResult): string =>
  (requirements.find(({ required }) => required) ?? requirements[0])?.purpose ?? 'Other'

const untestedOf = ({ results }: Report): Untested[] => {
  const untestable = results.filter(({ verdict }) => verdict === 'untestable')
  const reasons = [...groupBy(untestable, untestedReason).values()].sort((a, b) => b.length - a.length)
  return reasons.map((alike) => ({
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
