import t from 'tap'
import type { RenderOptions } from '../../../agent/report/options.ts'
import type { Report } from '../../../agent/report/schema.ts'
import { table } from '../../../agent/report/table.ts'
import { endpoint, report, requirement, result } from '../../fixtures/report.ts'
import { healthyReport, hostileReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'

const plain: RenderOptions = { columns: 80, color: false, unicode: true, verbose: false, strict: false }
const draw = (of: Report, changes: Partial<RenderOptions> = {}) => table(of, { ...plain, ...changes })

t.test('golden: healthy, mixed and sealed networks', async (t) => {
  t.matchSnapshot(draw(healthyReport()), 'healthy, 80 columns')
  t.matchSnapshot(draw(mixedReport()), 'mixed, 80 columns')
  t.matchSnapshot(draw(mixedReport(), { columns: 120 }), 'mixed, 120 columns')
  t.matchSnapshot(draw(sealedReport()), 'sealed, 80 columns')
  t.matchSnapshot(draw(mixedReport(), { color: true }), 'mixed, with colours')
})

t.test('the first line is the verdict', async (t) => {
  t.match(draw(healthyReport()), /^✓ OPEN: all 19 required endpoints work\.\n/)
  t.match(
    draw(mixedReport(), { columns: 120 }),
    /^✗ BLOCKED: of 20 required endpoints, 2 can't be used from here, 1 is/,
  )
  t.match(draw(sealedReport()), /^✗ BLOCKED: none of the 19 required endpoints can be used from here\.\n/)
  t.match(draw(report([])), /^- UNTESTABLE/)
})

t.test('a sealed network: one finding, not a line for each endpoint', async (t) => {
  const lines = draw(sealedReport()).split('\n')
  t.ok(lines.length < 40, `${lines.length} lines`)
  t.equal(lines.filter((line) => line.includes('tcp-timeout')).length, 1)
  t.match(lines[5], /^✗ Nothing outside this network answers/)
  t.match(draw(sealedReport(), { verbose: true }), 'dc.applicationinsights.azure.com:443')
  const more = /and (\d+) more/.exec(draw(sealedReport()))?.[1]
  const shown = draw(sealedReport()).split('Explains')[1]!.split('Not tested')[0]!.match(/:443/g)!.length
  t.equal(shown + Number(more), 19, 'what is left out is counted right')
})

t.test('lines fit the terminal, whatever its width', async (t) => {
  for (const columns of [40, 60, 80, 120, 300])
    for (const one of [healthyReport(), mixedReport(), sealedReport(), hostileReport()])
      for (const line of draw(one, { columns }).split('\n'))
        t.ok(line.length <= Math.max(70, Math.min(columns, 140)), `${columns}: ${line}`)
})

t.test('no escape sequence and no control without colour, ASCII alone where asked', async (t) => {
  for (const one of [mixedReport(), hostileReport()]) {
    t.match(draw(one), /^[\P{C}\n]*$/u)
    t.match(draw(one, { unicode: false }), /^[\x20-\x7e\n]*$/)
    // eslint-disable-next-line no-control-regex
    t.match(draw(one, { color: true }).replace(/\u001b\[(?:\d+;)?\d+m/g, ''), /^[\P{C}\n]*$/u)
  }
})

t.test('optional endpoints are marked, and those that must be closed are told for what they are', async (t) => {
  const optional = { requirements: [requirement({ required: false })] }
  const closed = { expect: { reachable: false } }
  const text = draw(
    report([
      result(endpoint('a.example', optional), { verdict: 'blocked', cause: 'tcp-timeout', says: 'Silence.' }),
      result(endpoint('b.example', closed), { verdict: 'open', met: false, says: 'It answers.' }),
      result(endpoint('c.example', closed), { verdict: 'blocked', met: true, cause: 'tcp-refused', says: 'Refused.' }),
    ]),
  )
  t.match(text, /^✗ EXPOSED: of 2 required endpoints, 1 can be reached and must not be\./)
  t.match(text, '✗ a.example:443 [tcp-timeout] (optional)')
  t.match(text, /Can be reached, and must not be\n.*\n✗ b\.example:443/)
  t.match(text, /Closed, as it must be\n✓ Microsoft Entra ID {2}c\.example:443/)
})

t.test('what is missing is told with the option that gives it', async (t) => {
  t.match(draw(healthyReport()), '- Set storage to test 2 more: --set storage=VALUE')
})

t.test('a run that was cut short says so', async (t) => {
  t.match(draw(report([result(endpoint('a.example'))], [], { complete: false })), 'The run was cut short')
})
