import type { Finding, Result, RunEvidence } from '../model.ts'
import { allAtOnce, type Steps } from '../steps.ts'
import { digest, type Context } from './context.ts'
import { correlate } from './correlate.ts'
import { unlistedFinding } from './findings/unlisted.ts'
import { judge } from './judge.ts'
import type { Knowledge } from './knowledge.ts'

/** The judgement on a whole run. */
export type RunJudgement = { readonly results: readonly Result[]; readonly findings: readonly Finding[] }

/** Judges every endpoint in the order of the evidence, and tells once what many share. The same evidence gives the same bytes. */
export const judgeRun = (run: RunEvidence, knowledge: Knowledge): RunJudgement =>
  allAtOnce(judgeSteps(run, digest(run, knowledge)))

/** The same, a step an endpoint. */
export function* judgeSteps(run: RunEvidence, context: Context): Steps<RunJudgement> {
  const results: Result[] = []
  for (const evidence of run.endpoints) {
    const { judgement, met } = judge(evidence, context)
    results.push({ ...judgement, endpoint: evidence.endpoint, met, evidence })
    yield
  }
  const unlisted = run.unlisted === undefined ? [] : [unlistedFinding(run.unlisted, results)]
  return { results, findings: [...unlisted, ...correlate(results, context)] }
}
