import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { readKnowledge } from '../../../agent/catalogue/knowledge.ts'
import { judgeRun } from '../../../agent/judge/run.ts'
import type { RunEvidence } from '../../../agent/model.ts'
import { json } from '../../../agent/report/json.ts'
import { readReport } from '../../../agent/report/read.ts'
import { makeReport } from '../../../agent/report/report.ts'
import { cases } from '../../../agent/selftest/cases/index.ts'
import { runCases } from '../../../agent/selftest/run.ts'
import { report } from '../../fixtures/report.ts'
import { clock } from '../../fixtures/resolver.ts'

const knowledge = readKnowledge()
const never = new AbortController().signal

/** The report of a run, as it is saved. */
const saved = (run: RunEvidence): string => json(report([], [], { run, ...judgeRun(run, knowledge) }))

/** The same from the saved report's evidence. */
const judgedAgain = (text: string): string => {
  const parts = readReport(text, 'report.json')
  return json(makeReport({ ...parts, ...judgeRun(parts.run, knowledge) }))
}

t.test('every fault is diagnosed right, and the saved report is judged the same, byte for byte', async (t) => {
  const outcomes = await runCases((pki) => cases(pki, clock.now()), knowledge, clock, never)
  t.ok(outcomes.length > 50)
  for (const { case: one, got, right } of outcomes) t.ok(right, one.name, { got })
  const reports = outcomes.map(({ run }) => saved(run))
  for (const [n, text] of reports.entries()) t.equal(judgedAgain(text), text, outcomes[n]?.case.name ?? '')

  await t.test('by the program as well: with context, experiments and findings', async (t) => {
    const intercepted = reports.find((text) => text.includes('"cause": "tls-intercepted"')) ?? ''
    t.match(JSON.parse(intercepted), {
      findings: [{ cause: 'tls-intercepted' }],
      context: { experiments: [{ name: 'decoy-address' }] },
    })
    const folder = t.testdir({ 'report.json': intercepted })
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['agent/main.ts', 'run', '--from', join(folder, 'report.json'), '-f', 'json'],
      { encoding: 'utf8' },
    )
    t.equal(stderr, '')
    t.equal(stdout, intercepted)
    t.equal(status, 3)
  })
})
