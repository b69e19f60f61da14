import type { Clock } from '../../probes/probe.ts'
import type { Context } from '../judge/context.ts'
import { judge } from '../judge/judge.ts'
import type { Endpoint, Evidence, Judgement } from '../model.ts'
import { pause } from './pause.ts'
import { standingOf, type Standing } from './rhythm.ts'
import type { Runner } from './runner.ts'
import { settle } from './settle.ts'
import type { Stalls } from './stalls.ts'

/** What a turn is taken with. */
export type TurnParts = {
  readonly runner: Runner
  readonly context: Context
  readonly clock: Clock
  readonly stalls: Stalls
  readonly signal: AbortSignal
  /** Between a first failure and the look that confirms it, milliseconds. */
  readonly confirmMs: number
}

/** One turn of one endpoint, and what is thought of it now; the round judges again, in the light of all others. */
export type Turn = { readonly evidence: Evidence; readonly judgement: Judgement }

/**
 * Probes an endpoint once more. A failure of one that passed is looked at again after a moment, and only the second look counts;
 * experiments are for what is confirmed. What was measured while this process stood still is measured again, and marked
 * where that is no better.
 * @param was how the endpoint stood before
 * @returns null where the agent stopped meanwhile
 */
export const takeTurn = async (endpoint: Endpoint, was: Standing, parts: TurnParts): Promise<Turn | null> => {
  const { runner, context, signal } = parts
  let evidence = await observeSteadily(endpoint, parts)
  if (was === 'passing' && !signal.aborted && !passes(evidence, context)) {
    await pause(parts.confirmMs, signal)
    evidence = await observeSteadily(endpoint, parts)
  }
  const settled = await settle(evidence, context, runner, signal)
  return signal.aborted ? null : { evidence: settled, judgement: judge(settled, context).judgement }
}

const passes = (evidence: Evidence, context: Context): boolean =>
  standingOf(judge(evidence, context).judgement.verdict) === 'passing'

const observeSteadily = async (endpoint: Endpoint, parts: TurnParts): Promise<Evidence> => {
  const first = await observeOnce(endpoint, parts)
  return first.remarks === undefined ? first : observeOnce(endpoint, parts)
}

/** One look at an endpoint, marked where this process stood still meanwhile. */
export const observeOnce = async (
  endpoint: Endpoint,
  { runner, clock, stalls }: Pick<TurnParts, 'runner' | 'clock' | 'stalls'>,
): Promise<Evidence> => {
  const start = clock.monotonic()
  const observations = await runner.first(endpoint)
  const stalledMs = stalls.since(start)
  return {
    endpoint,
    observations,
    experiments: [],
    ...(stalledMs > 0 && {
      remarks: [
        `connprobe itself stood still for ${(stalledMs / 1000).toFixed(1)} s meanwhile: don't trust the times.`,
      ],
    }),
  }
}
