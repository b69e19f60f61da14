import t from 'tap'
import { junit } from '../../../agent/report/junit.ts'
import { endpoint, report, requirement, result } from '../../fixtures/report.ts'
import { missingProgram, runProgram } from '../../fixtures/program.ts'
import { healthyReport, hostileReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'

const schema = new URL('../../fixtures/junit.xsd', import.meta.url).pathname

t.test('valid by the schema', { skip: missingProgram('xmllint') }, async (t) => {
  for (const one of [healthyReport(), mixedReport(), sealedReport(), hostileReport(), report([])]) {
    const { status, output } = runProgram('xmllint', ['--noout', '--schema', schema, '-'], junit(one))
    t.equal(status, 0, output.slice(0, 500))
  }
})

t.test('what fails, what is skipped, what is an error', async (t) => {
  const optional = { requirements: [requirement({ required: false })] }
  const text = junit(
    report([
      result(endpoint('open.example')),
      result(endpoint('blocked.example'), {
        verdict: 'blocked',
        cause: 'tcp-timeout',
        says: 'Silence.',
        remedy: 'Open it.',
      }),
      result(endpoint('optional.example', optional), { verdict: 'blocked', cause: 'tcp-timeout', says: 'Silence.' }),
      result(endpoint('unsure.example'), { verdict: 'inconclusive', cause: 'udp-silent', says: 'Silence.' }),
      result(endpoint('defect.example'), { verdict: 'inconclusive', cause: 'probe-error', says: 'A defect.' }),
      result(endpoint('closed.example', { expect: { reachable: false } }), {
        verdict: 'blocked',
        met: true,
        cause: 'tcp-refused',
      }),
    ]),
  )
  t.match(text, '<testsuites name="connprobe" tests="6" failures="1" errors="1" time="4.2">')
  t.match(text, 'name="open.example:443" time="0.097"/>')
  t.match(text, '<failure type="tcp-timeout" message="tcp-timeout: Silence.">Open it.</failure>')
  t.equal(text.match(/<skipped message=/g)?.length, 2)
  t.match(text, '<error type="probe-error"')
  t.match(text, 'name="closed.example:443" time="0.097"/>')
})
