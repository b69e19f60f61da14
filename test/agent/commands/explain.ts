import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { explain } from '../../../agent/commands/explain.ts'
import { json } from '../../../agent/report/json.ts'
import { parseReport } from '../../../agent/report/read.ts'
import { testIo } from '../../fixtures/io.ts'
import { mixedReport } from '../../fixtures/reports.ts'

const saved = (t: { testdir: (files: Record<string, string>) => string }): string =>
  join(t.testdir({ 'report.json': json(mixedReport()) }), 'report.json')

t.test('from a saved report: the endpoint alone, and the rules that were tried', async (t) => {
  const { io, written } = testIo()
  t.equal(await explain({ endpoint: 'pypi.org:443', from: saved(t) }, io), 3)
  const text = written()
  t.match(text, /^\S pypi\.org:443 https: BLOCKED/)
  t.match(text, /Rules tried, in order\n {2}20\.42\.0\.1: deadline, .*-> BLOCKED/s)
  t.match(text, /The network as a whole/)
  t.notMatch(text, /ml\.azure\.com:443 https: OPEN/)
})

t.test('as JSON: a report that is judged again as any other', async (t) => {
  const { io, written } = testIo()
  t.equal(await explain({ endpoint: 'ml.azure.com', from: saved(t), format: 'json' }, io), 0)
  const report = parseReport(written(), 'explained.json')
  t.strictSame(
    report.results.map(({ endpoint }) => endpoint.host),
    ['ml.azure.com'],
  )
  t.ok(report.results[0]?.tried?.some((rule) => rule.endsWith('tcp-timeout: no')))
})

t.test('what the report does not have', async (t) => {
  const from = saved(t)
  const { io } = testIo()
  await t.rejects(explain({ endpoint: 'pypi.org:80', from }, io), { message: /it has pypi\.org on port 443/ })
  await t.rejects(explain({ endpoint: 'pypy.org', from }, io), { message: /did you mean 'pypi\.org'/ })
})

t.test('what is no place', async (t) => {
  for (const endpoint of [undefined, '', 'a b', 'host:0', 'host:65536', 'https://ml.azure.com', '[::1', 'a:b:c'])
    await t.rejects(explain({ endpoint }, testIo().io), { message: /is no HOST or HOST:PORT/ }, String(endpoint))
})

const SEAL = ['-rn', process.execPath, 'agent/main.ts']
const sealable = spawnSync('unshare', ['-rn', 'true']).status === 0

t.test('from the network: one that no manifest names', { skip: !sealable && 'no user namespaces' }, async (t) => {
  const args = [...SEAL, 'explain', 'Service.Example:8443', '--no-detect', '-m', 'docker-images', '--timeout', '300ms']
  const { stdout, stderr, status } = spawnSync('unshare', [...args, '-f', 'json', '--resolver', '10.0.0.1'], {
    encoding: 'utf8',
  })
  t.equal(stderr, '')
  t.equal(status, 3)
  const { results, vantage, context } = parseReport(stdout, 'explained.json')
  t.match(results, [{ endpoint: { host: 'service.example', port: 8443, probe: 'tcp' }, verdict: 'blocked' }])
  t.ok(results[0]?.experiments.some(({ name, target }) => name === 'resolver-compare' && target.host === '10.0.0.1'))
  t.match(vantage.notes, [/^No requirement of docker-images names service\.example:8443: it is probed/])
  t.ok(context.experiments.some(({ name }) => name === 'decoy-address'))
})
