import type { Finding, Result, RunEvidence } from '../model.ts'
import { digest } from './context.ts'
import { correlate } from './correlate.ts'
import { judge } from './judge.ts'
import type { Knowledge } from './knowledge.ts'

/** The judgement on a whole run. */
export type RunJudgement = { readonly results: readonly Result[]; readonly findings: readonly Finding[] }

/** Judges every endpoint in the order of the evidence, and tells once what many share. The same evidence gives the same bytes. */
export const judgeRun = (run: RunEvidence, knowledge: Knowledge): RunJudgement => {
  const context = digest(run, knowledge)
  const results = run.endpoints.map((evidence): Result => {
    const { judgement, met } = judge(evidence, context)
    return { ...judgement, endpoint: evidence.endpoint, met, evidence }
  })
  return { results, findings: correlate(results, context) }
}
