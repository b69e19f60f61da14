import t from 'tap'
import { textfile } from '../../../agent/report/textfile.ts'
import { endpoint, report, requirement, result } from '../../fixtures/report.ts'
import { missingProgram, runProgram } from '../../fixtures/program.ts'
import { healthyReport, hostileReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'

t.test('promtool has nothing to say', { skip: missingProgram('promtool') }, async (t) => {
  for (const one of [healthyReport(), mixedReport(), sealedReport(), hostileReport()])
    t.strictSame(runProgram('promtool', ['check', 'metrics'], textfile(one)), { status: 0, output: '' })
})

t.test('the metrics of the contract', async (t) => {
  const text = textfile(mixedReport())
  const of = (host: string) => `host="${host}",port="443",protocol="tcp",probe="https"`
  for (const line of [
    `connprobe_probe_success{${of('ml.azure.com')}} 1`,
    `connprobe_probe_success{${of('pypi.org')}} 0`,
    `connprobe_endpoint_verdict{${of('pypi.org')},verdict="blocked",cause="tls-sni-filtered"} 1`,
    `connprobe_endpoint_verdict{${of('ml.azure.com')},verdict="open",cause=""} 1`,
    'connprobe_requirement_met{manifest="azureml",requirement="python-packages"} 0',
    'connprobe_requirement_met{manifest="azureml",requirement="microsoft-entra-id"} 1',
    `connprobe_probe_last_duration_seconds{${of('ml.azure.com')}} 0.097`,
    `connprobe_probe_phase_seconds{${of('ml.azure.com')},phase="tls"} 0.031`,
    `connprobe_probe_last_run_timestamp_seconds{${of('ml.azure.com')}} 1795346880.25`,
    `connprobe_tls_certificate_not_after_timestamp_seconds{${of('ml.azure.com')}} 1803772800`,
    `connprobe_tls_info{${of('ml.azure.com')},version="TLSv1.3",issuer="CN=Microsoft Azure RSA TLS Issuing CA 07, O=Microsoft Corpora...",intercepted="false"} 1`,
    `connprobe_dns_private{${of('ml.azure.com')}} 0`,
    `connprobe_requirement_info{${of('ml.azure.com')},manifest="azureml",requirement="azure-machine-learning-studio",required="true"} 1`,
    'connprobe_endpoints{verdict="blocked"} 2',
    'connprobe_run_duration_seconds 4.2',
    'connprobe_run_last_timestamp_seconds 1795346884.2',
    'connprobe_build_info{version="1.0.0"} 1',
  ])
    t.match(text, `${line}\n`)
})

t.test('what is unknown is absent', async (t) => {
  const text = textfile(mixedReport())
  t.notMatch(text, /probe_success\{host="westeurope\.tundra/)
  t.notMatch(text, 'requirement_met{manifest="azureml",requirement="tundra"}')
})

t.test('a requirement of several endpoints is met when all are', async (t) => {
  const both = { requirements: [requirement({ id: 'both' })] }
  const met = (...results: Parameters<typeof report>[0]) =>
    /requirement_met\{[^}]*\} (\d)/.exec(textfile(report(results)))?.[1] ?? 'absent'
  const open = result(endpoint('a.example', both))
  const unsure = result(endpoint('b.example', both), { verdict: 'inconclusive', cause: 'udp-silent' })
  const blocked = result(endpoint('c.example', both), { verdict: 'blocked', cause: 'tcp-timeout' })
  t.equal(met(open), '1')
  t.equal(met(open, unsure), 'absent')
  t.equal(met(open, unsure, blocked), '0')
})

t.test('endpoints that share host, port, protocol and probe have their check', async (t) => {
  t.match(
    textfile(report([result(endpoint('a.example', { check: 'one' }))])),
    'connprobe_probe_success{host="a.example",port="443",protocol="tcp",probe="https",check="one"} 1',
  )
})
