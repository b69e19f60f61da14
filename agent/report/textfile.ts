import type { Report } from './schema.ts'
import { seriesOf, type Labels, type Series } from './series.ts'
import { cleaned } from './text/clean.ts'

/**
 * `--format textfile`: metrics in the Prometheus text format 0.0.4, for node_exporter's textfile collector. All are gauges:
 * one run has no memory to count with.
 */
export const textfile = (report: Report): string =>
  seriesOf(cleaned(report))
    .filter(({ samples }) => samples.length > 0)
    .map(family)
    .join('')

const family = ({ name, help, samples }: Series): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...samples.map(({ labels, value }) => `${name}${labelSet(labels)} ${value}`),
    '',
  ].join('\n')

const labelSet = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

/** Backslash, quote and line feed: all that the format escapes in a label's value. */
const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
