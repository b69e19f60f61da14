import { observe } from '../../probes/observe.ts'
import type { ProbeKind, Target, World } from '../../probes/probe.ts'
import { closingExperiments, openingExperiments } from '../judge/experiments.ts'
import { digest, type Context } from '../judge/context.ts'
import { judge } from '../judge/judge.ts'
import type { Knowledge } from '../judge/knowledge.ts'
import type { Answered, Endpoint, Evidence, Experiment, ExperimentName, Machine, RunEvidence } from '../model.ts'
import { createLimit, type Limit } from './limit.ts'
import type { Pace } from './pace.ts'
import { pause } from './pause.ts'
import { targetOf, type TargetOptions } from './target.ts'

/** An experiment's whole budget is the smaller of the probe's timeout and this, milliseconds. */
const EXPERIMENT_MS = 2000
/** How often one endpoint's ruling may ask for more. */
const ROUNDS = 3
/** Experiments under way at once. */
export const EXPERIMENTS_AT_ONCE = 64
/** From one connection of the `spaced` experiment to the next, milliseconds. */
const SPACING_MS = 500

/** How a run is made. */
export type CheckOptions = TargetOptions & {
  /** One probe's whole budget, milliseconds. */
  readonly timeoutMs: number
  /** Endpoints probed at the same time. */
  readonly concurrency: number
  readonly pace: Pace
  /** Aborted at the run's deadline and by SIGINT: what has not finished then is reported as cut off. */
  readonly signal: AbortSignal
  /** Makes this run's impossible names unlike any other's: lower-case letters and digits. */
  readonly nonce: string
  /** Told after each endpoint's first observation. */
  readonly onObserved?: (evidence: Evidence) => void
}

/**
 * Probes every endpoint once and gathers all evidence: first the endpoints and, beside them, the questions about the network as
 * a whole; then, endpoint by endpoint, the experiments that the judge asks for; last the run-wide ones that only the results
 * suggest. Takes the probe's timeout and four seconds at most, where `concurrency` covers all endpoints.
 */
export const check = async (
  endpoints: readonly Endpoint[],
  machine: Machine,
  world: World,
  knowledge: Knowledge,
  options: CheckOptions,
): Promise<RunEvidence> => {
  const run = createRunner(world, options)
  const byEndpoint = createLimit(options.concurrency)
  const opening = run.all(openingExperiments({ endpoints, machine, knowledge, nonce: options.nonce }))
  const evidence = await Promise.all(
    endpoints.map((endpoint) =>
      byEndpoint(async () => {
        const observations = endpoint.untestable ? [] : await run.first(endpoint)
        const first: Evidence = { endpoint, observations, experiments: [] }
        options.onObserved?.(first)
        return first
      }),
    ),
  )
  const experiments = await opening
  const asRun = (endpoints: readonly Evidence[], experiments: readonly Answered[]): RunEvidence => ({
    machine,
    experiments,
    endpoints,
    timeoutSeconds: options.timeoutMs / 1000,
  })
  const settleAll = async (run: RunEvidence) => {
    const context = digest(run, knowledge)
    return Promise.all(run.endpoints.map((one) => settle(one, context)))
  }
  const settle = async (evidence: Evidence, context: Context): Promise<Evidence> => {
    let settled = evidence
    for (let round = 0; round < ROUNDS && !options.signal.aborted; round++) {
      const { wants } = judge(settled, context)
      if (wants.length === 0) break
      settled = { ...settled, experiments: [...settled.experiments, ...(await run.all(wants))] }
    }
    return settled
  }
  const settled = asRun(await settleAll(asRun(evidence, experiments)), experiments)
  const closing = await run.all(closingExperiments(settled, knowledge))
  if (closing.length === 0) return settled
  const closed = asRun(settled.endpoints, [...experiments, ...closing])
  return asRun(await settleAll(closed), closed.experiments)
}

/** Carries out probes and experiments; knows nothing of what they mean. */
const createRunner = (world: World, options: CheckOptions) => {
  const limit: Limit = createLimit(EXPERIMENTS_AT_ONCE)
  const probe = async (kind: ProbeKind, target: Target, timeoutMs: number) => {
    await options.pace.admit(options.signal)
    if (options.signal.aborted) return []
    const observations = await observe(kind, target, world, timeoutMs + (target.holdMs ?? 0), options.signal)
    options.pace.charge(observations.length - 1)
    return observations
  }
  const answer = async (experiment: Experiment): Promise<Answered> => ({
    ...experiment,
    observations: await probe(experiment.probe, experiment.target, Math.min(options.timeoutMs, EXPERIMENT_MS)),
  })
  /** A few answer only in their order or at their pace; the others run side by side. */
  const answerAll = async (name: ExperimentName, experiments: readonly Experiment[]): Promise<Answered[]> => {
    if (name !== 'control-sni')
      return Promise.all(
        experiments.map(async (experiment, index) => {
          if (name === 'spaced') await pause(index * SPACING_MS, options.signal)
          return limit(() => answer(experiment))
        }),
      )
    const answered: Answered[] = []
    for (const experiment of experiments) answered.push(await limit(() => answer(experiment)))
    return answered
  }
  return {
    first: (endpoint: Endpoint) => probe(endpoint.probe, targetOf(endpoint, options), options.timeoutMs),
    all: async (experiments: readonly Experiment[]): Promise<Answered[]> => {
      const names = [...new Set(experiments.map(({ name }) => name))]
      const groups = names.map((name) =>
        answerAll(
          name,
          experiments.filter((experiment) => experiment.name === name),
        ),
      )
      return (await Promise.all(groups)).flat()
    },
  }
}
