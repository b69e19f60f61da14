import { endpointNamer } from '../endpoint-name.ts'
import type { Phase } from '../../probes/observation.ts'
import type { Report, ReportResult } from './schema.ts'
import { isRequired, standingOf, type Standing } from './standing.ts'

/** What changed of an endpoint between two reports. */
export type Change = {
  readonly endpoint: string
  readonly required: boolean
  readonly what: 'verdict' | 'cause' | 'addresses' | 'issuer' | 'timing' | 'added' | 'removed'
  /** Null when nothing is better or worse by it. */
  readonly trend: 'worse' | 'better' | null
  readonly before: string | null
  readonly after: string | null
}

/** The difference of two reports: changes worst first. */
export type Diff = {
  readonly before: { readonly startedAt: string; readonly verdict: string }
  readonly after: { readonly startedAt: string; readonly verdict: string }
  readonly changes: readonly Change[]
}

/** How bad a standing is; equals are neither better nor worse. */
const BADNESS: Readonly<Record<Standing, number>> = {
  open: 0,
  closed: 0,
  degraded: 1,
  inconclusive: 2,
  untestable: 2,
  denied: 3,
  blocked: 4,
  exposed: 4,
}

/** A phase is slower, or faster, beyond noise when it is twice as long and by this much, seconds. */
const NOISE_SECONDS = 0.1

/** What changed from one report to another. Endpoints are matched by host, port, protocol, probe and check. */
export const diffReports = (before: Report, after: Report): Diff => {
  const old = new Map(before.results.map((result) => [keyOf(result), result]))
  const now = new Map(after.results.map((result) => [keyOf(result), result]))
  const name = endpointNamer([...new Map([...old, ...now]).values()].map(({ endpoint }) => endpoint))
  const changes = [
    ...[...now].flatMap(([key, result]) => {
      const earlier = old.get(key)
      return earlier === undefined ? [added(result)] : changesOf(earlier, result)
    }),
    ...[...old].flatMap(([key, result]) => (now.has(key) ? [] : [removed(result)])),
  ].map(({ of, ...change }): Change => ({ endpoint: name(of.endpoint), required: isRequired(of), ...change }))
  return {
    before: { startedAt: before.startedAt, verdict: before.verdict },
    after: { startedAt: after.startedAt, verdict: after.verdict },
    changes: changes.sort((a, b) => rank(a) - rank(b)),
  }
}

/** `diff` ends with 3 when something required got worse. */
export const diffExitCode = ({ changes }: Diff): 0 | 3 =>
  changes.some(({ what, trend, required }) => required && what === 'verdict' && trend === 'worse') ? 3 : 0

type Raw = Omit<Change, 'endpoint' | 'required'> & { readonly of: ReportResult }

/** Worst first: verdicts of required endpoints, of others, then what may explain them. */
const rank = ({ what, trend, required }: Change): number => {
  const kind = ['verdict', 'cause', 'issuer', 'addresses', 'timing', 'added', 'removed'].indexOf(what)
  const way = trend === 'worse' ? 0 : trend === null ? 1 : 2
  return (what === 'verdict' && trend === 'worse' ? 0 : 100) + (required ? 0 : 50) + kind * 3 + way
}

const keyOf = ({ endpoint: { host, port, protocol, probe, check } }: ReportResult): string =>
  JSON.stringify([host, port, protocol, probe, check ?? null])

const added = (of: ReportResult): Raw => ({ of, what: 'added', trend: null, before: null, after: verdictWords(of) })

const removed = (of: ReportResult): Raw => ({ of, what: 'removed', trend: null, before: verdictWords(of), after: null })

const changesOf = (before: ReportResult, after: ReportResult): Raw[] => {
  const [was, is] = [standingOf(before), standingOf(after)]
  const facts: Raw[] = [
    ...changed(after, 'addresses', addressesOf(before), addressesOf(after)),
    ...changed(after, 'issuer', issuersOf(before), issuersOf(after)),
    ...timings(before, after),
  ]
  if (was !== is) {
    const step = BADNESS[is] - BADNESS[was]
    const trend = step > 0 ? 'worse' : step < 0 ? 'better' : null
    return [{ of: after, what: 'verdict', trend, before: verdictWords(before), after: verdictWords(after) }, ...facts]
  }
  return [...changed(after, 'cause', before.cause, after.cause), ...facts]
}

const changed = (of: ReportResult, what: Change['what'], before: string | null, after: string | null): Raw[] =>
  // Where one of them saw nothing there is nothing to compare.
  before === after || before === null || after === null ? [] : [{ of, what, trend: null, before, after }]

const verdictWords = ({ verdict, cause }: ReportResult): string => (cause === null ? verdict : `${verdict} (${cause})`)

const joined = (values: readonly string[]): string | null =>
  values.length === 0 ? null : [...new Set(values)].sort().join(' ')

const addressesOf = ({ observations }: ReportResult): string | null =>
  joined(observations.flatMap(({ address }) => address ?? []))

const issuersOf = ({ observations }: ReportResult): string | null =>
  joined(
    observations.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.phase === 'tls' ? (step.facts?.chain[0]?.issuer ?? []) : [])),
    ),
  )

/** Phases that both passed, and that took far longer or shorter. */
const timings = (before: ReportResult, after: ReportResult): Raw[] => {
  const [old, now] = [phaseSeconds(before), phaseSeconds(after)]
  return [...now].flatMap(([phase, seconds]): Raw[] => {
    const earlier = old.get(phase)
    if (earlier === undefined || Math.abs(seconds - earlier) < NOISE_SECONDS) return []
    if (Math.max(seconds, earlier) < 2 * Math.min(seconds, earlier)) return []
    const words = (of: number) => `${phase} ${of.toFixed(2)} s`
    const trend = seconds > earlier ? 'worse' : 'better'
    return [{ of: after, what: 'timing', trend, before: words(earlier), after: words(seconds) }]
  })
}

/** Of each phase that passed, the median over the addresses. */
const phaseSeconds = ({ observations }: ReportResult): ReadonlyMap<Phase, number> => {
  const all = new Map<Phase, number[]>()
  for (const { steps } of observations)
    for (const { phase, ok, durationSeconds } of steps)
      if (ok) all.set(phase, [...(all.get(phase) ?? []), durationSeconds])
  return new Map([...all].map(([phase, seconds]) => [phase, median(seconds)]))
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0
