import t from 'tap'
import { diffReports } from '../../../agent/report/diff.ts'
import { diffJson, diffText } from '../../../agent/report/diff-text.ts'
import { healthyReport, hostileReport, mixedReport } from '../../fixtures/reports.ts'

const plain = { columns: 80, color: false, unicode: true, verbose: false, strict: false }

t.test('golden', async (t) => {
  t.matchSnapshot(diffText(diffReports(healthyReport(), mixedReport()), plain), 'worse')
  t.matchSnapshot(diffText(diffReports(mixedReport(), healthyReport()), plain), 'better')
})

t.test('the first line says it', async (t) => {
  t.match(diffText(diffReports(healthyReport(), mixedReport()), plain), /^WORSE: 4 endpoints worse, 0 better/)
  t.match(diffText(diffReports(mixedReport(), healthyReport()), plain), /^BETTER: 0 endpoints worse, 4 better/)
  t.match(diffText(diffReports(healthyReport(), healthyReport()), plain), /^SAME: nothing changed\./)
})

t.test('as JSON', async (t) => {
  const diff = diffReports(healthyReport(), mixedReport())
  t.strictSame(JSON.parse(diffJson(diff)), diff)
})

t.test('safe to print', async (t) => {
  t.match(diffText(diffReports(healthyReport(), hostileReport()), plain), /^[\P{C}\n]*$/u)
})
