import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { createMetrics, type Metrics } from '../../../agent/serve/metrics.ts'
import { missingProgram, runProgram } from '../../fixtures/program.ts'
import { endpoint, report, result } from '../../fixtures/report.ts'
import { hostileReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'
import { roundOf } from '../../fixtures/round.ts'
import type { Report } from '../../../agent/report/schema.ts'

const clock = { now: () => 1_795_346_900_000, monotonic: () => performance.now() }
const published = async (of: Report): Promise<Metrics> => {
  const metrics = createMetrics(clock, () => Promise.resolve([]))
  metrics.configured(true)
  await metrics.publish(roundOf(of))
  return metrics
}

t.test('promtool has nothing to say', { skip: missingProgram('promtool') }, async (t) => {
  for (const one of [mixedReport(), sealedReport(), hostileReport()]) {
    const { text } = (await published(one)).document('classic')
    t.strictSame(runProgram('promtool', ['check', 'metrics'], text), { status: 0, output: '' })
  }
})

t.test('what needs a memory', async (t) => {
  const metrics = await published(mixedReport())
  const of = (host: string) => `host="${host}",port="443",protocol="tcp",probe="https"`
  const { text } = metrics.document('classic')
  for (const line of [
    `connprobe_probes_total{${of('ml.azure.com')}} 3`,
    `connprobe_probe_failures_total{${of('pypi.org')},cause="tls-sni-filtered"} 2`,
    `connprobe_verdict_changed_timestamp_seconds{${of('ml.azure.com')}} 1795346884.2`,
    'connprobe_probe_duration_seconds_bucket{probe="https",le="0.005"} 1',
    'connprobe_probe_duration_seconds_bucket{probe="https",le="5"} 3',
    'connprobe_probe_duration_seconds_bucket{probe="https",le="+Inf"} 3',
    'connprobe_probe_duration_seconds_sum{probe="https"} 5',
    'connprobe_probe_duration_seconds_count{probe="https"} 3',
    'connprobe_config_last_reload_successful 1',
    'connprobe_config_last_reload_success_timestamp_seconds 1795346900',
  ])
    t.match(text, `${line}\n`)
  t.match(text, '# TYPE connprobe_tls_info gauge')
  t.notMatch(text, 'run_id')
})

t.test('OpenMetrics: its own names of kinds, exemplars, an end', async (t) => {
  const { text, type } = (await published(mixedReport())).document('openmetrics')
  t.match(type, 'application/openmetrics-text; version=1.0.0')
  t.match(text, '# TYPE connprobe_tls info\n')
  t.match(text, '# TYPE connprobe_probes counter\n')
  t.match(text, /connprobe_probe_failures_total\{.*\} 2 # \{run_id="4a5a69e4"\} 0\.097 1795346880\n/)
  t.match(text, /_bucket\{probe="https",le="0\.1"\} 2 # \{run_id="4a5a69e4"\} 0\.097 1795346880\n/)
  t.ok(text.endsWith('\n# EOF\n'))
})

t.test('a bad configuration shows at once; endpoints that are gone are gone', async (t) => {
  const metrics = await published(mixedReport())
  metrics.configured(false)
  t.match(metrics.document('classic').text, 'connprobe_config_last_reload_successful 0\n')
  t.match(metrics.document('classic').text, 'connprobe_config_last_reload_success_timestamp_seconds 1795346900\n')
  await metrics.publish(roundOf(report([result(endpoint('only.example'))])))
  t.notMatch(metrics.document('classic').text, 'ml.azure.com')
})

t.test('made once and compressed once', async (t) => {
  const metrics = await published(mixedReport())
  const document = metrics.document('classic')
  t.equal(metrics.document('classic'), document)
  const compressed = await document.compressed()
  t.equal(await document.compressed(), compressed)
  t.equal(gunzipSync(compressed).toString(), document.text)
})

t.test('two thousand endpoints keep nobody waiting', async (t) => {
  const many = report(Array.from({ length: 2000 }, (_, n) => result(endpoint(`n${n}.example`))))
  let last = performance.now()
  let longest = 0
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  const metrics = await published(many)
  clearInterval(timer)
  t.ok(longest < 100, `the event loop was kept for ${longest} ms`)
  const start = performance.now()
  t.ok(metrics.document('classic').text.length > 1_000_000)
  const took = performance.now() - start
  t.ok(took < 30, `the text was there after ${took} ms`)
})

t.test('a real Prometheus takes all of it', { skip: missingProgram('prometheus') }, async (t) => {
  const { text, type } = (await published(mixedReport())).document('openmetrics')
  let accepted = ''
  const server = createServer((request, response) => {
    accepted = request.headers.accept ?? ''
    response.writeHead(200, { 'Content-Type': type }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(`${tmpdir()}/connprobe-prometheus-`)
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`
  writeFileSync(
    `${folder}/prometheus.yml`,
    `scrape_configs: [{ job_name: connprobe, scrape_interval: 1s, static_configs: [{ targets: ["${target}"] }] }]\n`,
  )
  const port = await freePort()
  const prometheus = spawn(
    'prometheus',
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--enable-feature=exemplar-storage',
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  )
  t.teardown(async () => {
    server.close()
    prometheus.kill('SIGKILL')
    await new Promise((resolve) => prometheus.once('close', resolve))
    rmSync(folder, { recursive: true, force: true })
  })
  const ask = async (path: string): Promise<unknown> =>
    fetch(`http://127.0.0.1:${port}/api/v1/${path}`).then(
      (response) => response.json(),
      () => null,
    )
  const valueOf = async (query: string): Promise<string | undefined> => {
    const answer = (await ask(`query?query=${encodeURIComponent(query)}`)) as {
      data?: { result?: { value: [number, string] }[] }
    } | null
    return answer?.data?.result?.[0]?.value[1]
  }
  for (let tries = 0; tries < 100 && (await valueOf('up')) !== '1'; tries++) await sleep(100)
  t.equal(await valueOf('up'), '1')
  t.match(accepted, /openmetrics/)
  t.equal(await valueOf('connprobe_probe_success{host="ml.azure.com"}'), '1')
  t.equal(await valueOf('sum by (cause) (connprobe_probe_failures_total{cause="tls-sni-filtered"})'), '4')
  t.equal(await valueOf('scrape_samples_scraped - scrape_samples_post_metric_relabeling'), '0')
  const exemplars = await ask(`query_exemplars?query=connprobe_probe_failures_total&start=1795346000&end=1795347000`)
  t.match(exemplars, { data: [{ exemplars: [{ labels: { run_id: '4a5a69e4' } }] }] })
})

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
