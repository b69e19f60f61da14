import t from 'tap'
import { createProcessMetrics } from '../../../agent/serve/process-metrics.ts'
import { written } from '../../../agent/report/text/exposition.ts'
import { missingProgram, runProgram } from '../../fixtures/program.ts'

t.test('the process, under the names that dashboards know', async (t) => {
  const series = await createProcessMetrics()()
  const text = series.map((one) => written(one, 'classic')).join('')
  t.match(text, /^process_cpu_seconds_total \d/m)
  t.match(text, /^process_resident_memory_bytes [1-9]/m)
  t.match(text, /^process_open_fds [1-9]/m)
  t.match(series.map((one) => written(one, 'openmetrics')).join(''), /^# TYPE process_cpu_seconds counter$/m)
})

t.test('promtool has nothing to say', { skip: missingProgram('promtool') }, async (t) => {
  const text = (await createProcessMetrics()()).map((one) => written(one, 'classic')).join('')
  t.strictSame(runProgram('promtool', ['check', 'metrics'], text), { status: 0, output: '' })
})
