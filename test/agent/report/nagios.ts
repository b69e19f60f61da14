import t from 'tap'
import { nagios } from '../../../agent/report/nagios.ts'
import { endpoint, report, result } from '../../fixtures/report.ts'
import { healthyReport, hostileReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'

t.test('one line: status, text, performance data', async (t) => {
  for (const of of [healthyReport(), mixedReport(), sealedReport(), hostileReport()]) {
    const line = nagios(of, { strict: false })
    t.match(line, /^CONNPROBE (OK|WARNING|CRITICAL|UNKNOWN) - [\x20-\x7b\x7d\x7e]+ \| (\w+=[\d.]+s?;;;0(;\d+)? ?)+\n$/)
    t.ok(line.length < 700)
  }
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
