import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { diff } from '../../../agent/commands/diff.ts'
import { json } from '../../../agent/report/json.ts'
import { testIo } from '../../fixtures/io.ts'
import { healthyReport, mixedReport } from '../../fixtures/reports.ts'

const dir = t.testdir({
  'healthy.json': json(healthyReport()),
  'mixed.json': json(mixedReport()),
  'page.json': '<html>',
})
const [healthy, mixed, page] = [join(dir, 'healthy.json'), join(dir, 'mixed.json'), join(dir, 'page.json')]

t.test('what got worse comes first, and is an exit code', async (t) => {
  const { io, written } = testIo()
  t.equal(await diff({ before: healthy, after: mixed }, io), 3)
  t.match(written(), /^WORSE: .*\n.*\n- pypi\.org:443: open -> blocked \(tls-sni-filtered\)/)
})

t.test('better, and the same', async (t) => {
  const { io, written } = testIo()
  t.equal(await diff({ before: mixed, after: healthy }, io), 0)
  t.equal(await diff({ before: mixed, after: mixed }, io), 0)
  t.match(written(), /^BETTER: [^]*SAME: nothing changed/)
})

t.test('as JSON, and into files by their endings', async (t) => {
  const { io, written } = testIo()
  await diff({ before: healthy, after: mixed, format: 'json' }, io)
  t.match(JSON.parse(written()), { changes: [{ endpoint: 'pypi.org:443', what: 'verdict', trend: 'worse' }] })
  const files = ['diff.json', 'diff.txt'].map((name) => join(dir, name))
  await diff({ before: healthy, after: mixed, output: files }, io)
  const [asJson = '', asText = ''] = files.map((file) => readFileSync(file, 'utf8'))
  t.equal(asJson, written())
  t.match(asText, /^WORSE/)
})

t.test('redacted: both by the same stand-ins', async (t) => {
  const { io, written } = testIo()
  await diff({ before: healthy, after: mixed, redact: true }, io)
  t.match(written(), 'pypi.org:443: open -> blocked', 'what everybody knows')
  t.notMatch(written(), /removed|no longer asked for: .*\.invalid/)
})

t.test('what is no report, and a format that it has not', async (t) => {
  const { io } = testIo()
  await t.rejects(diff({ before: healthy, after: page }, io), { message: /page\.json: not a JSON report/ })
  await t.rejects(diff({ before: join(dir, 'none.json'), after: mixed }, io), { message: /none\.json: can't be read/ })
  await t.rejects(diff({ before: healthy, after: mixed, format: 'csv' }, io), { message: /table or json/ })
})
