import { digest, type Context } from '../judge/context.ts'
import { judge } from '../judge/judge.ts'
import type { Knowledge } from '../judge/knowledge.ts'
import type { Evidence, RunEvidence } from '../model.ts'
import type { Runner } from './runner.ts'

/** How often one endpoint's ruling may ask for more. */
const ROUNDS = 3

/** Asks what the judge wants to know of one endpoint until it is content, the rounds are over, or the run ends. */
export const settle = async (
  evidence: Evidence,
  context: Context,
  runner: Runner,
  signal: AbortSignal,
): Promise<Evidence> => {
  let settled = evidence
  for (let round = 0; round < ROUNDS && !signal.aborted; round++) {
    const { wants } = judge(settled, context)
    if (wants.length === 0) break
    settled = { ...settled, experiments: [...settled.experiments, ...(await runner.all(wants, evidence.endpoint))] }
  }
  return settled
}

/** The same for every endpoint of a run, side by side, in the light of the whole. */
export const settleAll = async (
  run: RunEvidence,
  knowledge: Knowledge,
  runner: Runner,
  signal: AbortSignal,
): Promise<RunEvidence> => {
  const context = digest(run, knowledge)
  return { ...run, endpoints: await Promise.all(run.endpoints.map((one) => settle(one, context, runner, signal))) }
}
