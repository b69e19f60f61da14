import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bundle } from '../../../agent/commands/bundle.ts'
import { json } from '../../../agent/report/json.ts'
import { parseReport } from '../../../agent/report/read.ts'
import { testIo } from '../../fixtures/io.ts'
import { missingProgram } from '../../fixtures/program.ts'
import { mixedReport } from '../../fixtures/reports.ts'

const unpacked = (archive: string, into: string): Record<string, string> => {
  const { status, stderr } = spawnSync('tar', ['-xzf', archive, '-C', into], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  const folder = join(into, 'connprobe-bundle')
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

t.test('of a saved report', { skip: missingProgram('tar') }, async (t) => {
  const dir = t.testdir({ 'report.json': json(mixedReport()), out: {}, plain: {} })
  const from = join(dir, 'report.json')
  const archive = join(dir, 'case.tar.gz')
  const { io, written } = testIo()
  t.equal(await bundle({ from, output: [archive] }, io), 0)
  const files = unpacked(archive, join(dir, 'out'))
  t.strictSame(Object.keys(files).sort(), [
    'README.txt',
    'explain.txt',
    'report.html',
    'report.json',
    'report.txt',
    'versions.json',
  ])

  t.test('lists what is in it', async (t) => {
    for (const name of Object.keys(files)) t.match(written(), `connprobe-bundle/${name} `)
    t.match(written(), /case\.tar\.gz \(\d+ KB, redacted\)/)
    t.match(files['README.txt'], 'report.json    everything that was seen')
    t.match(files['README.txt'], 'settings and routes are not here', 'the report may be another machine’s')
  })

  t.test('is redacted, and can be judged again', async (t) => {
    for (const [name, text] of Object.entries(files)) t.notMatch(text, /ci-team-gpu1|churn-prod|10\.1\.0\.7/, name)
    const { results } = parseReport(files['report.json'] ?? '', 'report.json')
    t.equal(results.length, mixedReport().results.length)
    t.equal(results.find(({ endpoint }) => endpoint.host === 'pypi.org')?.verdict, 'blocked')
  })

  t.test('explains what fails, and nothing else', async (t) => {
    t.match(files['explain.txt'], /pypi\.org:443 https: BLOCKED[^]*Rules tried/)
    t.notMatch(files['explain.txt'], 'ml.azure.com:443 https: OPEN')
  })

  t.test('has the same bytes the next time', async (t) => {
    const again = join(dir, 'again.tar.gz')
    await bundle({ from, output: [again] }, testIo().io)
    t.ok(readFileSync(again).equals(readFileSync(archive)))
  })

  t.test('is not redacted where that is asked for, and says so', async (t) => {
    const plain = join(dir, 'plain.tar.gz')
    await bundle({ from, output: [plain], 'no-redact': true }, testIo().io)
    const all = unpacked(plain, join(dir, 'plain'))
    t.match(all['README.txt'], 'NOT redacted')
    t.match(all['report.txt'], 'ci-team-gpu1')
  })
})

const sealable = spawnSync('unshare', ['-rn', 'true']).status === 0

t.test('of a run: settings and routes of this machine, no value of a variable', { skip: !sealable }, async (t) => {
  const dir = t.testdir({ out: {} })
  const archive = join(dir, 'case.tar.gz')
  const args = ['-rn', process.execPath, 'agent/main.ts', 'bundle', '--no-detect', '-m', 'docker-images']
  const env = { ...process.env, HTTPS_PROXY: 'http://user:hunter2@127.0.0.1:9', CONNPROBE_TIMEOUT: '300ms' }
  const { status, stderr } = spawnSync('unshare', [...args, '-o', archive], { env, encoding: 'utf8' })
  t.equal(stderr, '')
  t.equal(status, 0)
  const files = unpacked(archive, join(dir, 'out'))
  t.match(JSON.parse(files['settings.json'] ?? ''), { variables: ['CONNPROBE_TIMEOUT', 'HTTPS_PROXY'] })
  t.match(JSON.parse(files['routes.json'] ?? ''), { interfaces: [], routes: [] })
  for (const [name, text] of Object.entries(files)) t.notMatch(text, 'hunter2', name)
})

t.test('a bundle has its own formats', (t) =>
  t.rejects(bundle({ format: 'json' }, testIo().io), { message: /leave it out/ }),
)
