/** How metrics are written down: the Prometheus text format 0.0.4 and OpenMetrics 1.0. */
import type { Family, Labels, Sample, Series } from '../series.ts'
import { clean } from './clean.ts'

/** `classic` is Prometheus' text format 0.0.4. */
export type Exposition = 'classic' | 'openmetrics'

/** What a whole text ends with. */
export const END: Readonly<Record<Exposition, string>> = { classic: '', openmetrics: '# EOF\n' }

/** A metric with its samples; nothing where there are none. */
export const written = (series: Series, as: Exposition): string =>
  series.samples.length === 0
    ? ''
    : head(series, as) +
      series.samples.map((sample) => sampleLine(series.name, sample, labelPairs(sample.labels ?? {}), as)).join('')

/** The lines above a metric's samples. OpenMetrics leaves `_total` and `_info` out of a metric's name. */
export const head = ({ name, kind, help }: Family, as: Exposition): string => {
  const classic = as === 'classic'
  const shown = classic ? name : kind === 'counter' ? name.replace(/_total$/, '') : name.replace(/_info$/, '')
  return `# HELP ${shown} ${help}\n# TYPE ${shown} ${classic && kind === 'info' ? 'gauge' : kind}\n`
}

/**
 * One sample.
 * @param pairs the labels as `labelPairs` writes them
 */
export const sampleLine = (
  name: string,
  { suffix, value, exemplar }: Sample,
  pairs: string,
  as: Exposition,
): string => {
  const example =
    as === 'classic' || exemplar === undefined
      ? ''
      : ` # {${labelPairs(exemplar.labels)}} ${exemplar.value} ${exemplar.timestamp}`
  return `${name}${suffix ?? ''}${pairs === '' ? '' : `{${pairs}}`} ${value}${example}\n`
}

/** `name="value"`, comma between. Backslash and quote are escaped; a line feed is gone already. */
export const labelPairs = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${clean(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)
    .join(',')
