import type { Clock } from '../../probes/probe.ts'
import { BOUNDS, type Example, type Histogram } from '../engine/histogram.ts'
import type { Round, Tally } from '../engine/round.ts'
import type { ReportResult } from '../report/schema.ts'
import {
  ENDPOINT_FAMILIES,
  endpointLabels,
  runSeries,
  single,
  type Exemplar,
  type Family,
  type Sample,
  type Series,
} from '../report/series.ts'
import { END, head, labelPairs, sampleLine, written, type Exposition } from '../report/text/exposition.ts'
import { inSlices, type Steps } from '../steps.ts'
import { createDocument, type Document } from './document.ts'

/** `/metrics`: made once a round, served to every scraper. */
export type Metrics = {
  readonly publish: (round: Round) => Promise<void>
  /** The configuration was read: whether it is right, and so in use. */
  readonly configured: (isGood: boolean) => void
  readonly document: (as: Exposition) => Document
}

const TYPES: Readonly<Record<Exposition, string>> = {
  classic: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
}

/**
 * Metrics of an agent that has published nothing yet.
 * @param processSeries what there is to say of the process, asked once a round
 */
export const createMetrics = (clock: Clock, processSeries: () => Promise<readonly Series[]>): Metrics => {
  let rounds: Texts = { classic: '', openmetrics: '' }
  let configuration: readonly Series[] = []
  let ofProcess: readonly Series[] = []
  let lastGood = 0
  const documents = new Map<Exposition, Document>()
  const create = (as: Exposition): Document => {
    const own = [...configuration, ...ofProcess].map((series) => written(series, as))
    const text = rounds[as] + own.join('') + END[as]
    const document = createDocument(TYPES[as], text)
    documents.set(as, document)
    return document
  }
  return {
    publish: async (round) => {
      rounds = await inSlices(textSteps(round), clock.monotonic)
      ofProcess = await processSeries()
      documents.clear()
    },
    configured: (isGood) => {
      if (isGood) lastGood = clock.now() / 1000
      configuration = configurationSeries(isGood, lastGood)
      documents.clear()
    },
    document: (as) => documents.get(as) ?? create(as),
  }
}

type Texts = Readonly<Record<Exposition, string>>

const configurationSeries = (isGood: boolean, lastGood: number): Series[] => [
  single(
    'gauge',
    'connprobe_config_last_reload_successful',
    'Whether the last attempt to read the configuration succeeded.',
    isGood ? 1 : 0,
  ),
  single(
    'gauge',
    'connprobe_config_last_reload_success_timestamp_seconds',
    'When the configuration in use was read.',
    lastGood,
  ),
]

type PerEndpoint = Family & { readonly of: (result: ReportResult, tally: Tally) => readonly Sample[] }

/** Metrics that each endpoint has; the last three need a memory. */
const FAMILIES: readonly PerEndpoint[] = [
  ...ENDPOINT_FAMILIES,
  {
    name: 'connprobe_probes_total',
    kind: 'counter',
    help: 'Probes of the endpoint.',
    of: (_, { probes }) => [{ value: probes }],
  },
  {
    name: 'connprobe_probe_failures_total',
    kind: 'counter',
    help: 'Probes that ended blocked or denied, by cause.',
    of: (_, { failures }) =>
      [...failures].map(([cause, { count, example }]) => ({
        labels: { cause },
        value: count,
        exemplar: exemplarOf(example),
      })),
  },
  {
    name: 'connprobe_verdict_changed_timestamp_seconds',
    kind: 'gauge',
    help: 'Since when the verdict is what it is.',
    of: (_, { since }) => [{ value: Date.parse(since) / 1000 }],
  },
]

/** Both texts of a round, a step an endpoint. The samples of one metric must stand together: so each gathers its own lines. */
function* textSteps({ report, tallies, durations }: Round): Steps<Texts> {
  const texts = FAMILIES.map((family) => ({ family, classic: '', openmetrics: '' }))
  for (const [index, result] of report.results.entries()) {
    const tally = tallies[index]
    if (tally === undefined) throw new RangeError('a result without counters')
    const endpoint = labelPairs(endpointLabels(result.endpoint))
    for (const text of texts)
      for (const sample of text.family.of(result, tally)) {
        const pairs = sample.labels === undefined ? endpoint : `${endpoint},${labelPairs(sample.labels)}`
        text.classic += sampleLine(text.family.name, sample, pairs, 'classic')
        text.openmetrics += sampleLine(text.family.name, sample, pairs, 'openmetrics')
      }
    yield
  }
  const others = [...runSeries(report), durationSeries(durations)]
  const whole = (as: Exposition) =>
    [
      ...texts.filter((text) => text[as] !== '').map((text) => head(text.family, as) + text[as]),
      ...others.map((series) => written(series, as)),
    ].join('')
  return { classic: whole('classic'), openmetrics: whole('openmetrics') }
}

const durationSeries = (durations: Round['durations']): Series => ({
  name: 'connprobe_probe_duration_seconds',
  kind: 'histogram',
  help: 'How long probes took, by kind: the slowest address of each.',
  samples: [...durations].flatMap(([probe, histogram]) => histogramSamples(probe, histogram)),
})

const histogramSamples = (probe: string, { counts, examples, sum }: Histogram): Sample[] => {
  let total = 0
  const buckets = counts.map((count, bucket): Sample => {
    total += count
    const example = examples[bucket]
    return {
      suffix: '_bucket',
      labels: { probe, le: String(BOUNDS[bucket] ?? '+Inf') },
      value: total,
      ...(example !== undefined && { exemplar: exemplarOf(example) }),
    }
  })
  return [
    ...buckets,
    { suffix: '_sum', labels: { probe }, value: sum },
    { suffix: '_count', labels: { probe }, value: total },
  ]
}

const exemplarOf = ({ runId, value, timestamp }: Example): Exemplar => ({
  labels: { run_id: runId },
  value,
  timestamp,
})
