import t from 'tap'
import { explain } from '../../../agent/report/explain.ts'
import type { RenderOptions } from '../../../agent/report/options.ts'
import type { Report } from '../../../agent/report/schema.ts'
import { endpoint, experiment, observation, report, result, silentConnect } from '../../fixtures/report.ts'
import { hostileReport, mixedReport } from '../../fixtures/reports.ts'

const plain: RenderOptions = { columns: 80, color: false, unicode: true, verbose: false, strict: false }
const TRIED = ['20.42.0.1 dns-nxdomain: no', '20.42.0.1 tls-sni-filtered: blocked']

/** A report of one endpoint of another. */
const only = (host: string, tried?: readonly string[]): Report => {
  const mixed = mixedReport()
  const results = mixed.results.filter((result) => result.endpoint.host === host)
  return { ...mixed, findings: [], results: results.map((one) => (tried === undefined ? one : { ...one, tried })) }
}

t.test('golden', async (t) => {
  t.matchSnapshot(explain(only('pypi.org', TRIED), plain), 'blocked')
  t.matchSnapshot(explain(only('ml.azure.com'), { ...plain, columns: 120 }), 'open, 120 columns')
  t.matchSnapshot(explain(only('westeurope.tundra.azureml.ms'), { ...plain, unicode: false }), 'udp, ASCII')
})

t.test('everything is told', async (t) => {
  const text = explain(only('pypi.org', TRIED), plain)
  for (const part of [
    'BLOCKED [tls-sni-filtered, proven]',
    '168.63.129.16 udp',
    '-> pypi.org.trafficmanager.net',
    '20.42.0.1 from 10.1.0.7:51544',
    'reset by the peer',
    'control-sni',
    '20.42.0.1: dns-nxdomain, tls-sni-filtered -> BLOCKED',
  ])
    t.ok(text.includes(part), part)
})

t.test('an experiment that was cut off, and silence', async (t) => {
  const made = report([
    result(
      endpoint('a.example'),
      { verdict: 'blocked', cause: 'tcp-timeout' },
      [observation([silentConnect('20.42.0.1')])],
      [experiment({ observations: [] })],
    ),
  ])
  const text = explain(made, plain)
  t.match(text, 'not answered: the run ended first')
  t.match(text, 'no answer')
  t.notMatch(text, 'Rules tried')
})

t.test('safe to print, and within the columns', async (t) => {
  for (const columns of [40, 80, 200]) {
    const text = explain(hostileReport(), { ...plain, columns })
    t.match(text, /^[\P{C}\n]*$/u)
    for (const line of explain(only('ml.azure.com', TRIED), { ...plain, columns }).split('\n'))
      t.ok(line.length <= Math.max(columns, 60), line)
  }
})
