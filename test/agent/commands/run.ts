import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { run } from '../../../agent/commands/run.ts'
import { json } from '../../../agent/report/json.ts'
import { parseReport } from '../../../agent/report/read.ts'
import { testIo } from '../../fixtures/io.ts'
import { healthyReport, mixedReport } from '../../fixtures/reports.ts'

const dir = t.testdir({
  'mixed.json': json(mixedReport()),
  'healthy.json': json(healthyReport()),
  'page.json': '<html>',
})
const [from, baseline, page] = [join(dir, 'mixed.json'), join(dir, 'healthy.json'), join(dir, 'page.json')]

t.test('a saved report is judged again', async (t) => {
  const { io, written } = testIo()
  t.equal(await run({ from, format: 'json' }, io), 3)
  t.equal(parseReport(written(), 'again.json').startedAt, mixedReport().startedAt)
})

t.test('after the table: what changed since the baseline', async (t) => {
  const { io, written } = testIo()
  t.equal(await run({ from, baseline }, io), 3)
  t.match(written(), /^.*BLOCKED[^]*\n\nWORSE: .*\n.*\n- pypi\.org:443: open -> blocked/)
})

t.test('beside what is for a program: on stderr, or alone on stdout', async (t) => {
  let told = ''
  const stderr = { isTTY: false, columns: undefined, write: (text: string) => void (told += text) }
  const toPipe = testIo({ stderr })
  await run({ from, baseline, format: 'json' }, toPipe.io)
  t.ok(parseReport(toPipe.written(), 'run.json'))
  t.match(told, /^WORSE/)

  const toFile = testIo()
  await run({ from, baseline, output: [join(dir, 'out.json')] }, toFile.io)
  t.match(toFile.written(), /^WORSE/)
  t.ok(parseReport(readFileSync(join(dir, 'out.json'), 'utf8'), 'out.json'))
})

t.test('redacted: the report and the difference, in every format', async (t) => {
  for (const format of ['table', 'json', 'jsonl', 'csv', 'markdown', 'html', 'ticket', 'junit', 'textfile', 'nagios']) {
    const { io, written } = testIo()
    await run({ from, baseline, format, redact: true }, io)
    t.notMatch(written(), /ci-team-gpu1|churn-prod|10\.1\.0\.7/, format)
  }
})

t.test('what can’t be, before anything is probed', async (t) => {
  const { io } = testIo()
  await t.rejects(run({ baseline: page, 'no-detect': true }, io), { message: /page\.json: not a JSON report/ })
  await t.rejects(run({ from, 'until-open': '5m' }, io), { message: /--until-open: a saved report/ })
  await t.rejects(run({ 'until-open': 'soon' }, io), { message: /--until-open: 'soon' is no duration/ })
})
