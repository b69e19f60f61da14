import t from 'tap'
import type { Endpoint, Result, Verdict } from '../../../agent/model.ts'
import { exitCode, nagiosCode } from '../../../agent/report/exit-code.ts'
import type { ReportParts } from '../../../agent/report/report.ts'
import { endpoint, report, requirement, result } from '../../fixtures/report.ts'

const of = (verdict: Verdict, changes: Partial<Endpoint> = {}, more: Partial<Result> = {}) =>
  result(endpoint('a.example', changes), { verdict, cause: verdict === 'open' ? null : 'some-cause', ...more })
const optional = { requirements: [requirement({ required: false })] }
const negative = { expect: { reachable: false } }

const cases: readonly (readonly [
  string,
  Result[],
  { plain: number; strict: number; nagios: number },
  Partial<ReportParts>?,
])[] = [
  ['open', [of('open')], { plain: 0, strict: 0, nagios: 0 }],
  ['degraded', [of('degraded')], { plain: 0, strict: 4, nagios: 1 }],
  ['inconclusive', [of('inconclusive')], { plain: 0, strict: 4, nagios: 0 }],
  [
    'inconclusive, which nobody can prove',
    [of('inconclusive', { expect: { provable: false } })],
    { plain: 0, strict: 0, nagios: 0 },
  ],
  [
    'degraded, though nobody could prove it',
    [of('degraded', { expect: { provable: false } })],
    { plain: 0, strict: 4, nagios: 1 },
  ],
  ['blocked', [of('blocked'), of('open')], { plain: 3, strict: 3, nagios: 2 }],
  ['denied', [of('denied')], { plain: 3, strict: 3, nagios: 2 }],
  ['optional and blocked', [of('blocked', optional), of('open')], { plain: 0, strict: 0, nagios: 0 }],
  ['only optional ones', [of('blocked', optional)], { plain: 0, strict: 0, nagios: 0 }],
  ['blocked, as it must be', [of('blocked', negative, { met: true })], { plain: 0, strict: 0, nagios: 0 }],
  ['open, and must not be', [of('open', negative, { met: false })], { plain: 3, strict: 3, nagios: 2 }],
  ['blocked, but not proven to stay so', [of('blocked', negative, { met: null })], { plain: 0, strict: 4, nagios: 0 }],
  ['untestable beside open', [of('untestable'), of('open')], { plain: 0, strict: 0, nagios: 0 }],
  ['nothing tested is not a pass', [of('untestable')], { plain: 4, strict: 4, nagios: 3 }],
  ['the tool failed', [of('inconclusive', {}, { cause: 'probe-error' })], { plain: 1, strict: 1, nagios: 3 }],
  [
    'blocked before the tool failed',
    [of('inconclusive', {}, { cause: 'probe-error' }), of('blocked')],
    { plain: 3, strict: 3, nagios: 2 },
  ],
  ['cut short', [of('open')], { plain: 4, strict: 4, nagios: 3 }, { complete: false }],
  ['cut short, and blocked', [of('blocked')], { plain: 3, strict: 3, nagios: 2 }, { complete: false }],
  [
    'the tool failed, and cut short',
    [of('inconclusive', {}, { cause: 'probe-error' })],
    { plain: 1, strict: 1, nagios: 3 },
    { complete: false },
  ],
]

for (const [name, results, { plain, strict, nagios }, changes = {}] of cases)
  t.test(name, async (t) => {
    const made = report(results, [], changes)
    t.equal(exitCode(made, { strict: false }), plain)
    t.equal(exitCode(made, { strict: true }), strict)
    t.equal(exitCode(made, { strict: false, interrupted: true }), 130)
    t.equal(nagiosCode(made, { strict: false }), nagios)
  })

t.test('Nagios: what strict can not prove is UNKNOWN', async (t) => {
  t.equal(nagiosCode(report([of('inconclusive')]), { strict: true }), 3)
})
