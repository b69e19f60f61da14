import t from 'tap'
import type { Result } from '../../../agent/model.ts'
import { readReport } from '../../../agent/report/read.ts'
import { makeReport } from '../../../agent/report/report.ts'
import type { Report } from '../../../agent/report/schema.ts'
import { endpoint, experiment, healthy, report, requirement, result } from '../../fixtures/report.ts'
import { healthyReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'

/** Reads a report and gives its evidence the judgement it had: what a judge would do that comes to the same conclusions. */
const again = (before: Report): Report => {
  const parts = readReport(JSON.stringify(before), 'saved.json')
  const results = parts.run.endpoints.map((evidence, index): Result => {
    const { verdict, met, cause, also, notes, layer, confidence, says, remedy } = before.results[index]!
    return { endpoint: evidence.endpoint, evidence, verdict, met, cause, also, notes, layer, confidence, says, remedy }
  })
  return makeReport({ ...parts, results, findings: before.findings })
}

t.test('a report that is read and made again is the same, byte for byte', async (t) => {
  const special = report([
    result(
      endpoint('ml.azure.com', {
        path: '/api?x=1',
        tls: true,
        sni: 'other.azure.com',
        check: 'studio',
        expect: { status: [200], slow: { tls: 2 }, provable: false },
      }),
      {},
      [healthy('ml.azure.com'), healthy('ml.azure.com', '20.42.0.2')],
      [
        experiment({ observations: [] }),
        experiment({ observations: [healthy('a.example'), healthy('a.example', '20.42.0.9')] }),
      ],
    ),
  ])
  for (const before of [healthyReport(), mixedReport(), sealedReport(), special])
    t.equal(JSON.stringify(again(before)), JSON.stringify(before))
})

t.test('several observations of an experiment survive', async (t) => {
  const observations = [healthy('a.example'), healthy('a.example', '20.42.0.9')]
  const made = report([result(endpoint('a.example'), {}, [], [experiment({ observations })])])
  t.match(made.results[0]?.experiments[0], { observation: observations[0], furtherObservations: [observations[1]] })
  t.strictSame(readReport(JSON.stringify(made), 'a.json').run.endpoints[0]?.experiments[0]?.observations, observations)
})

t.test('the verdict is the worst of the required endpoints', async (t) => {
  const optional = { requirements: [requirement({ required: false })] }
  const verdict = (...results: Result[]) => report(results).verdict
  const open = result(endpoint('a.example'))
  const degraded = result(endpoint('b.example'), { verdict: 'degraded', cause: 'slow' })
  const unknown = result(endpoint('c.example'), { verdict: 'inconclusive', cause: 'udp-silent' })
  const denied = result(endpoint('d.example'), { verdict: 'denied', cause: 'http-service-denied' })
  const blocked = result(endpoint('e.example'), { verdict: 'blocked', cause: 'tcp-timeout' })
  const untestable = result(endpoint('f.example'), { verdict: 'untestable', cause: 'missing-fact' })
  t.equal(verdict(open, degraded, unknown, denied, blocked, untestable), 'blocked')
  t.equal(verdict(open, degraded, unknown, denied), 'denied')
  t.equal(verdict(open, degraded, unknown), 'inconclusive')
  t.equal(verdict(open, degraded, untestable), 'degraded')
  t.equal(verdict(open, untestable), 'open')
  t.equal(verdict(untestable), 'untestable')
  t.equal(verdict(), 'untestable')
  t.equal(verdict(open, result(endpoint('e.example', optional), { verdict: 'blocked', cause: 'tcp-timeout' })), 'open')
  t.equal(
    verdict(
      result(endpoint('e.example', { requirements: [requirement({ required: false }), requirement()] }), {
        verdict: 'blocked',
        cause: 'x',
      }),
    ),
    'blocked',
    'one required requirement is enough',
  )
})

t.test('counts are of all endpoints, the duration is in seconds', async (t) => {
  const { counts, durationSeconds, startedAt, vantage } = mixedReport()
  t.strictSame(counts, { open: 15, degraded: 1, denied: 1, blocked: 2, inconclusive: 1, untestable: 3 })
  t.equal(durationSeconds, 4.2)
  t.equal(startedAt, '2026-11-22T11:28:00.000Z')
  t.strictSame(vantage.resolvers, ['168.63.129.16'])
  t.equal(vantage.proxy, null)
})

t.test('secrets never get into a report, whoever put them there', async (t) => {
  const made = report([
    result(endpoint('a.example', { path: '/c/x?sv=2020&sig=SECRET%3D' }), {
      says: 'The proxy http://user:SECRET@proxy:3128 said "Bearer SECRETSECRETSECRET".',
    }),
  ])
  t.notMatch(JSON.stringify(made), /SECRET/)
})
