import { collectDefaultMetrics, Registry } from 'prom-client'
import { single, type Series } from '../report/series.ts'

/** What an operator asks of the agent's own process; names as every Prometheus client has them. */
const KEPT: readonly string[] = [
  'process_cpu_seconds_total',
  'process_start_time_seconds',
  'process_resident_memory_bytes',
  'process_open_fds',
  'process_max_fds',
  'nodejs_eventloop_lag_p99_seconds',
]

/**
 * The agent's process, as prom-client measures it. The endpoints' metrics are not its business: with thousands of them it would
 * hold and sort every series, where one text a round, made in slices, is enough.
 */
export const createProcessMetrics = (): (() => Promise<readonly Series[]>) => {
  const register = new Registry()
  collectDefaultMetrics({ register })
  return async () => {
    const metrics = await register.getMetricsAsJSON()
    return metrics.flatMap(({ name, help, type, values }) => {
      const value = values[0]?.value
      if (!KEPT.includes(name) || value === undefined) return []
      return [single(String(type) === 'counter' ? 'counter' : 'gauge', name, help, value)]
    })
  }
}
