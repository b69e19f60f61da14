import t from 'tap'
import { blackboxSeries } from '../../../agent/serve/blackbox.ts'
import { written } from '../../../agent/report/text/exposition.ts'
import type { Verdict } from '../../../agent/model.ts'
import type { Observation } from '../../../probes/observation.ts'
import { missingProgram, runProgram } from '../../fixtures/program.ts'
import { endpoint, healthy, observation, resolved, result, silentConnect } from '../../fixtures/report.ts'

const textOf = (verdict: Verdict, observations: readonly Observation[]): string => {
  const { evidence, ...judgement } = result(endpoint('ml.azure.com'), { verdict }, observations)
  return blackboxSeries({ evidence, judgement })
    .map((series) => written(series, 'classic'))
    .join('')
}

t.test('the names that dashboards know', async (t) => {
  const text = textOf('open', [healthy('ml.azure.com')])
  for (const line of [
    'probe_success 1',
    'probe_duration_seconds 0.097',
    'probe_dns_lookup_time_seconds 0.004',
    'probe_ip_protocol 4',
    'probe_http_status_code 200',
    'probe_http_ssl 1',
    'probe_http_duration_seconds{phase="resolve"} 0.004',
    'probe_http_duration_seconds{phase="connect"} 0.012',
    'probe_http_duration_seconds{phase="tls"} 0.031',
    'probe_http_duration_seconds{phase="processing"} 0.05',
    'probe_ssl_earliest_cert_expiry 1803772800',
    'probe_tls_version_info{version="TLS 1.3"} 1',
  ])
    t.match(text, `${line}\n`)
})

t.test('of several addresses the one that failed', async (t) => {
  const silent = observation([resolved('ml.azure.com', '20.42.0.2'), silentConnect('20.42.0.2')])
  const text = textOf('blocked', [healthy('ml.azure.com'), silent])
  t.match(text, 'probe_success 0\n')
  t.match(text, 'probe_duration_seconds 5\n')
  t.match(text, 'probe_http_status_code 0\n')
  t.notMatch(text, 'probe_ssl')
})

t.test('what is not known is neither success nor failure', async (t) => {
  t.notMatch(textOf('inconclusive', [healthy('ml.azure.com')]), 'probe_success')
  t.equal(textOf('inconclusive', []), '')
})

t.test('promtool has nothing to say', { skip: missingProgram('promtool') }, async (t) => {
  const { status } = runProgram('promtool', ['check', 'metrics'], textOf('open', [healthy('ml.azure.com')]))
  t.equal(status, 0)
})
