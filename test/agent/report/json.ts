import t from 'tap'
import { json, safeJson } from '../../../agent/report/json.ts'
import { jsonl } from '../../../agent/report/jsonl.ts'
import { hostileReport, mixedReport } from '../../fixtures/reports.ts'

t.test('the report as it is, and nothing that a terminal acts on', async (t) => {
  for (const report of [mixedReport(), hostileReport()]) {
    const text = json(report)
    t.strictSame(JSON.parse(text), report)
    t.match(text, /^[\P{C}\n]*\n$/u)
  }
})

t.test('one result a line', async (t) => {
  const report = hostileReport()
  const lines = jsonl(report).split('\n')
  t.equal(lines.pop(), '')
  t.strictSame(
    lines.map((line) => JSON.parse(line) as unknown),
    report.results,
  )
  t.match(jsonl(report), /^[\P{C}\n]*$/u)
})

t.test('characters beyond the first plane survive', async (t) => {
  t.equal(JSON.parse(safeJson('😀 \u{e0041}')), '😀 \u{e0041}')
})
