import t from 'tap'
import { explain } from '../../../agent/report/explain.ts'
import { endpoint, experiment, observation, report, result, silentConnect } from '../../fixtures/report.ts'
import { hostileReport, mixedReport } from '../../fixtures/reports.ts'

const plain = { columns: 80, color: false, unicode: true }
const of = (host: string) => mixedReport().results.find((result) => result.endpoint.host === host)!
const TRIED = ['dns-nxdomain: no', 'tls-sni-filtered: yes']

t.test('golden', async (t) => {
  t.matchSnapshot(explain(of('pypi.org'), TRIED, plain), 'blocked')
  t.matchSnapshot(explain(of('ml.azure.com'), [], { ...plain, columns: 120 }), 'open, 120 columns')
  t.matchSnapshot(explain(of('westeurope.tundra.azureml.ms'), [], { ...plain, unicode: false }), 'udp, ASCII')
})

t.test('everything is told', async (t) => {
  const text = explain(of('pypi.org'), TRIED, plain)
  for (const part of [
    'BLOCKED [tls-sni-filtered, proven]',
    '168.63.129.16 udp',
    '-> pypi.org.trafficmanager.net',
    '20.42.0.1 from 10.1.0.7:51544',
    'reset by the peer',
    'control-sni',
    'Rules tried',
  ])
    t.ok(text.includes(part), part)
})

t.test('an experiment that was cut off, and silence', async (t) => {
  const [made] = report([
    result(
      endpoint('a.example'),
      { verdict: 'blocked', cause: 'tcp-timeout' },
      [observation([silentConnect('20.42.0.1')])],
      [experiment({ observations: [] })],
    ),
  ]).results
  const text = explain(made!, [], plain)
  t.match(text, 'not answered: the run ended first')
  t.match(text, 'no answer')
  t.notMatch(text, 'Rules tried')
})

t.test('safe to print, and within the columns', async (t) => {
  for (const columns of [40, 80, 200]) {
    const text = explain(hostileReport().results[0]!, ['rule'], { ...plain, columns })
    t.match(text, /^[\P{C}\n]*$/u)
    for (const line of explain(of('ml.azure.com'), TRIED, { ...plain, columns }).split('\n'))
      t.ok(line.length <= Math.max(columns, 60), line)
  }
})
