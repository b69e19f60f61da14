import t from 'tap'
import { nagios } from '../../../agent/report/nagios.ts'
import { endpoint, report, result } from '../../fixtures/report.ts'
import { healthyReport, hostileReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'

t.test('one line: status, text, performance data', async (t) => {
  for (const one of [healthyReport(), mixedReport(), sealedReport(), hostileReport()]) {
    const line = nagios(one, { strict: false })
    t.match(line, /^CONNPROBE (OK|WARNING|CRITICAL|UNKNOWN) - [\x20-\x7b\x7d\x7e]+ \| (\w+=[\d.]+s?;;;0(;\d+)? ?)+\n$/)
    t.ok(line.length < 700)
  }
})

/** Performance data as the Monitoring Plugins' guidelines define it: 'label'=value[UOM];[warn];[crit];[min];[max]. */
const PERFORMANCE =
  /^(?:'(?<quoted>(?:[^'=]|'')+)'|(?<bare>[^'=\s]+))=(?<value>-?[\d.]+|U)(?<unit>[um]?s|%|[KMGT]?B|c)?(?:;(?<warn>[~@\d.:-]*))?(?:;(?<crit>[~@\d.:-]*))?(?:;(?<min>[\d.-]*))?(?:;(?<max>[\d.-]*))?$/

t.test('performance data by its grammar: each verdict within its bounds, and the time', async (t) => {
  const [, data = ''] = nagios(mixedReport(), { strict: false }).trimEnd().split(' | ')
  const values = data.split(' ').map((one) => PERFORMANCE.exec(one)?.groups)
  t.strictSame(
    values.map((groups) => groups?.['bare']),
    ['open', 'degraded', 'denied', 'blocked', 'inconclusive', 'untestable', 'time'],
  )
  t.match(values[3], { value: '2', min: '0', max: '23' })
  t.match(values.at(-1), { value: '4.2', unit: 's' })
})

t.test('status words follow the exit code', async (t) => {
  t.match(
    nagios(healthyReport(), { strict: false }),
    'CONNPROBE OK - OPEN: all 19 required endpoints work. | open=19;;;0;22',
  )
  t.match(nagios(mixedReport(), { strict: false }), /^CONNPROBE CRITICAL .* pypi\.org:443 tls-sni-filtered/)
  t.match(
    nagios(report([result(endpoint('a.example'), { verdict: 'degraded', cause: 'slow' })]), { strict: false }),
    /^CONNPROBE WARNING .* a\.example:443 slow/,
  )
  t.match(nagios(report([]), { strict: false }), /^CONNPROBE OK - UNTESTABLE/)
})
