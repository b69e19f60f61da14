import type { Report } from './schema.ts'
import { seriesOf } from './series.ts'
import { written } from './text/exposition.ts'

/**
 * `--format textfile`: metrics in the Prometheus text format 0.0.4, for node_exporter's textfile collector. All are gauges:
 * one run has no memory to count with.
 */
export const textfile = (report: Report): string =>
  seriesOf(report)
    .map((series) => written(series, 'classic'))
    .join('')
