import t from 'tap'
import { summarise } from '../../../agent/report/summary.ts'
import { endpoint, observation, report, requirement, result } from '../../fixtures/report.ts'
import { mixedReport, sealedReport } from '../../fixtures/reports.ts'

t.test('headlines', async (t) => {
  const headline = (...results: Parameters<typeof report>[0]) => summarise(report(results)).headline
  const open = result(endpoint('a.example'))
  const degraded = result(endpoint('b.example'), { verdict: 'degraded', cause: 'slow' })
  const unsure = result(endpoint('c.example'), { verdict: 'inconclusive', cause: 'udp-silent' })
  t.equal(headline(open), 'OPEN: the required endpoint works.')
  t.equal(headline(open, open), 'OPEN: all 2 required endpoints work.')
  t.equal(headline(open, degraded), 'DEGRADED: the 2 required endpoints can be used, 1 with a problem.')
  t.equal(
    headline(open, unsure, degraded),
    "INCONCLUSIVE: nothing required is known to be blocked; of 3 required endpoints, 1 can't be told either way.",
  )
  t.equal(headline(), 'UNTESTABLE: nothing required could be tested.')
})

t.test('what a finding explains is not told again', async (t) => {
  t.strictSame(summarise(sealedReport()).sections, [])
  t.equal(summarise(sealedReport()).findings.length, 1)
})

t.test(
  'where nothing works, the one finding stands for all that follows from it; else only for its own cause',
  async (t) => {
    const { results, findings } = sealedReport()
    const [first, ...others] = results
    const sealed = { ...sealedReport(), results: [{ ...first!, cause: 'udp-silent' }, ...others] }
    t.strictSame(summarise(sealed).sections, [])
    const open = {
      ...first!,
      endpoint: { ...first!.endpoint, host: 'open.example' },
      verdict: 'open' as const,
      cause: null,
    }
    const partly = summarise({ ...sealed, findings, results: [...sealed.results, open] })
    t.strictSame(
      partly.sections.map(({ standing }) => standing),
      ['blocked', 'open'],
    )
  },
)

t.test('sections in the order of reading', async (t) => {
  t.strictSame(
    summarise(mixedReport()).sections.map(({ standing }) => standing),
    ['blocked', 'denied', 'degraded', 'inconclusive', 'open'],
  )
})

t.test('results that would say the same but for their names are told once', async (t) => {
  const silent = (host: string, address: string, purpose: string) =>
    result(
      endpoint(host, { requirements: [requirement({ purpose })] }),
      {
        verdict: 'blocked',
        cause: 'tcp-timeout',
        says: `No answer from ${address}, where ${host} is; not.a.example is another.`,
        remedy: `Allow ${host}.`,
      },
      [observation([], { address })],
    )
  const [section] = summarise(
    report([silent('a.example', '20.42.0.1', 'Logs'), silent('b.example', '20.42.0.2', 'Login')]),
  ).sections
  t.match(section?.groups, [
    {
      purposes: ['Logs', 'Login'],
      names: ['a.example:443', 'b.example:443'],
      says: 'No answer from ADDRESS, where HOST is; not.a.example is another.',
      remedy: 'Allow HOST.',
    },
  ])
  t.equal(section?.groups.length, 1)
})

t.test('one alone is told in its own words', async (t) => {
  const made = report([result(endpoint('a.example'), { verdict: 'blocked', cause: 'x', says: 'a.example is silent.' })])
  t.equal(summarise(made).sections[0]?.groups[0]?.says, 'a.example is silent.')
})

t.test('the purpose is that of a requirement that is required', async (t) => {
  const requirements = [requirement({ purpose: 'Extra', required: false }), requirement({ purpose: 'Needed' })]
  const [section] = summarise(report([result(endpoint('a.example', { requirements }))])).sections
  t.strictSame(section?.groups[0]?.purposes, ['Needed'])
})

t.test('what could not be tested, by what would change that', async (t) => {
  const untestable = (
    host: string,
    why: { cause: 'missing-fact' | 'wrong-vantage' | 'not-derivable'; fact?: string; says: string },
  ) => result(endpoint(host, { untestable: why }), { verdict: 'untestable', cause: why.cause, says: why.says }, [])
  const { untested } = summarise(
    report([
      untestable('${region}.a', { cause: 'missing-fact', fact: 'region', says: 'x' }),
      untestable('${region}.b', { cause: 'missing-fact', fact: 'region', says: 'y' }),
      untestable('c', { cause: 'wrong-vantage', says: 'Only the control plane reaches it.' }),
      untestable('*.d', { cause: 'not-derivable', says: 'No name is known.' }),
    ]),
  )
  t.strictSame(untested, [
    { says: 'Set region to test 2 more: --set region=VALUE', hosts: ['${region}.a', '${region}.b'] },
    { says: "1 endpoint can't be tested from here, but from elsewhere", hosts: ['c'] },
    { says: '1 endpoint: No name is known.', hosts: ['*.d'] },
  ])
})
