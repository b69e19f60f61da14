import type { Step } from '../../probes/observation.ts'
import { groupBy } from './group-by.ts'
import { isPrivate } from '../judge/addresses.ts'
import type { Report, ReportResult } from './schema.ts'
import { cut } from './text/width.ts'

export type Labels = Readonly<Record<string, string>>

/** An example of what was counted: the run that it was seen in, the value, and when, seconds since 1970. */
export type Exemplar = { readonly labels: Labels; readonly value: number; readonly timestamp: number }

export type Sample = {
  /** `_bucket`, `_sum` or `_count` of a histogram. */
  readonly suffix?: string
  readonly labels?: Labels
  readonly value: number
  readonly exemplar?: Exemplar
}

/** A metric without its samples. */
export type Family = {
  readonly name: string
  readonly kind: 'gauge' | 'info' | 'counter' | 'histogram'
  readonly help: string
}

/** A metric with its samples, as data: how it is written down is a format's business. */
export type Series = Family & { readonly samples: readonly Sample[] }

/** A peer's words in a label are cut: they are unbounded otherwise. */
const MOST_LABEL_CHARACTERS = 64

type Tls = Extract<Step, { phase: 'tls' }>['facts']
/** A metric that each endpoint has, and its samples of one result, without the endpoint's labels. */
type EndpointFamily = Family & { readonly of: (result: ReportResult) => readonly Sample[] }

/** Metrics that each endpoint has. */
export const ENDPOINT_FAMILIES: readonly EndpointFamily[] = [
  {
    name: 'connprobe_probe_success',
    kind: 'gauge',
    help: 'Whether the endpoint is open or degraded (1), or blocked or denied (0); absent while that is unknown.',
    of: ({ verdict }) =>
      verdict === 'inconclusive' || verdict === 'untestable'
        ? []
        : [{ value: verdict === 'open' || verdict === 'degraded' ? 1 : 0 }],
  },
  {
    name: 'connprobe_endpoint_verdict',
    kind: 'gauge',
    help: 'The present verdict and cause of the endpoint.',
    of: ({ verdict, cause }) => [{ labels: { verdict, cause: cause ?? '' }, value: 1 }],
  },
  {
    name: 'connprobe_probe_last_duration_seconds',
    kind: 'gauge',
    help: 'How long the last probe of the endpoint took, its slowest address.',
    of: ({ observations }) => largest(observations.map(({ durationSeconds }) => durationSeconds)),
  },
  {
    name: 'connprobe_probe_phase_seconds',
    kind: 'gauge',
    help: 'How long each phase of the last probe took, its slowest address.',
    of: ({ observations }) =>
      [
        ...groupBy(
          observations.flatMap(({ steps }) => steps),
          ({ phase }) => phase,
        ),
      ].flatMap(([phase, steps]) =>
        largest(steps.map(({ durationSeconds }) => durationSeconds)).map(({ value }) => ({ labels: { phase }, value })),
      ),
  },
  {
    name: 'connprobe_probe_last_run_timestamp_seconds',
    kind: 'gauge',
    help: 'When the endpoint was probed last.',
    of: ({ observations }) => largest(observations.map(({ startedAt }) => Date.parse(startedAt) / 1000)),
  },
  {
    name: 'connprobe_tls_certificate_not_after_timestamp_seconds',
    kind: 'gauge',
    help: 'When the first certificate of the chain ends, also where the handshake was refused.',
    of: (result) => {
      const ends = tlsOf(result).flatMap(({ chain }) => chain.map(({ notAfter }) => Date.parse(notAfter) / 1000))
      return largest(ends.filter(Number.isFinite).map((end) => -end)).map(({ value }) => ({ value: -value }))
    },
  },
  {
    name: 'connprobe_tls_info',
    kind: 'info',
    help: 'TLS version, issuer of the certificate, and whether it was intercepted.',
    of: (result) =>
      tlsOf(result)
        .filter(({ chain }) => chain.length > 0)
        .slice(0, 1)
        .map(({ version, chain }) => ({
          labels: {
            version: version ?? '',
            issuer: cut(chain[0]?.issuer ?? '', MOST_LABEL_CHARACTERS),
            intercepted: String([result.cause, ...result.also].includes('tls-intercepted')),
          },
          value: 1,
        })),
  },
  {
    name: 'connprobe_dns_private',
    kind: 'gauge',
    help: 'Whether every address of the name is private.',
    of: ({ observations }) => {
      const addresses = observations.flatMap(({ address }) => address ?? [])
      return addresses.length === 0 ? [] : [{ value: addresses.every(isPrivate) ? 1 : 0 }]
    },
  },
  {
    name: 'connprobe_requirement_info',
    kind: 'info',
    help: 'Which requirements ask for the endpoint.',
    of: ({ requirements }) => {
      const refs = new Map(requirements.map((ref) => [`${ref.manifest} ${ref.id}`, ref]))
      return [...refs.values()].map(({ manifest, id, required }) => ({
        labels: { manifest, requirement: id, required: String(required) },
        value: 1,
      }))
    },
  },
]

/** The gauges of a report: what a run knows of now, without counters and histograms, which need a memory. */
export const seriesOf = (report: Report): Series[] => [
  ...ENDPOINT_FAMILIES.map(({ of, ...family }) => ({
    ...family,
    samples: report.results.flatMap((result) =>
      of(result).map(({ labels, value }) => ({ labels: { ...endpointLabels(result.endpoint), ...labels }, value })),
    ),
  })),
  ...runSeries(report),
]

/** Those that have no endpoint's labels. */
export const runSeries = (report: Report): Series[] => [
  requirementMet(report),
  {
    name: 'connprobe_endpoints',
    kind: 'gauge',
    help: 'Endpoints by verdict.',
    samples: Object.entries(report.counts).map(([verdict, value]) => ({ labels: { verdict }, value })),
  },
  single('gauge', 'connprobe_run_duration_seconds', 'How long the last run took.', report.durationSeconds),
  single(
    'gauge',
    'connprobe_run_last_timestamp_seconds',
    'When the last run ended.',
    Date.parse(report.finishedAt) / 1000,
  ),
  single('info', 'connprobe_build_info', 'The version of connprobe.', 1, { version: report.tool.version }),
]

/** The labels that name an endpoint. */
export const endpointLabels = ({ host, port, protocol, probe, check }: ReportResult['endpoint']): Labels => ({
  host,
  port: String(port),
  protocol,
  probe,
  ...(check !== undefined && { check }),
})

/** A requirement is met when all its endpoints are; unmet when one isn't; unknown, and absent, in between. */
const requirementMet = ({ results }: Report): Series => {
  const refs = results.flatMap(({ requirements, met }) =>
    requirements.map(({ manifest, id }) => ({ manifest, id, met })),
  )
  const samples = [...groupBy(refs, ({ manifest, id }) => JSON.stringify([manifest, id])).values()].flatMap((alike) => {
    const [{ manifest, id }] = alike
    const unmet = alike.some(({ met }) => met === false)
    if (!unmet && alike.some(({ met }) => met === null)) return []
    return [{ labels: { manifest, requirement: id }, value: unmet ? 0 : 1 }]
  })
  return {
    name: 'connprobe_requirement_met',
    kind: 'gauge',
    help: 'Whether the requirement is met (1) or not (0); absent while that is unknown.',
    samples,
  }
}

/** A metric of one sample. */
export const single = (
  kind: Family['kind'],
  name: string,
  help: string,
  value: number,
  labels: Labels = {},
): Series => ({ name, kind, help, samples: [{ labels, value }] })

const largest = (values: readonly number[]): { value: number }[] =>
  values.length === 0 ? [] : [{ value: values.reduce((most, value) => Math.max(most, value)) }]

const tlsOf = ({ observations }: ReportResult): NonNullable<Tls>[] =>
  observations.flatMap(({ steps }) => steps.flatMap((step) => (step.phase === 'tls' ? (step.facts ?? []) : [])))
