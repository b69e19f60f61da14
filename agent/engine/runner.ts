import { observe } from '../../probes/observe.ts'
import type { Observation } from '../../probes/observation.ts'
import type { ProbeKind, Target, World } from '../../probes/probe.ts'
import type { Answered, Endpoint, Experiment, ExperimentName } from '../model.ts'
import { createLimit, type Limit } from './limit.ts'
import type { Pace } from './pace.ts'
import { pause } from './pause.ts'
import { dueCa, targetOf, type TargetOptions } from './target.ts'

/** An experiment's whole budget is the smaller of the probe's timeout and this, milliseconds. */
const EXPERIMENT_MS = 2000
/** Experiments under way at once. */
export const EXPERIMENTS_AT_ONCE = 64
/** From one connection of the `spaced` experiment to the next, milliseconds. */
const SPACING_MS = 500

/** How probes are made. */
export type RunnerOptions = TargetOptions & {
  /** One probe's whole budget, milliseconds. */
  readonly timeoutMs: number
  readonly pace: Pace
  /** Aborted when the run ends: what has not finished then is reported as cut off. */
  readonly signal: AbortSignal
}

/** Carries out probes and experiments; knows nothing of what they mean. */
export type Runner = {
  /** The probe of an endpoint itself. Empty where the run ended before it began. */
  readonly first: (endpoint: Endpoint) => Promise<Observation[]>
  /** @param endpoint what the experiments ask about; null: the network as a whole */
  readonly all: (experiments: readonly Experiment[], endpoint?: Endpoint | null) => Promise<Answered[]>
}

/** A runner in this world, at this pace. */
export const createRunner = (world: World, options: RunnerOptions): Runner => {
  const limit: Limit = createLimit(EXPERIMENTS_AT_ONCE)
  const probe = async (kind: ProbeKind, target: Target, timeoutMs: number) => {
    await options.pace.admit(options.signal)
    if (options.signal.aborted) return []
    const observations = await observe(kind, target, world, timeoutMs + (target.holdMs ?? 0), options.signal)
    options.pace.charge(observations.length - 1)
    return observations
  }
  const answer = async (experiment: Experiment, endpoint: Endpoint | null): Promise<Answered> => {
    const target = { ...experiment.target, ...(endpoint !== null && dueCa(endpoint, options)) }
    const budgetMs = Math.min(options.timeoutMs, EXPERIMENT_MS)
    return { ...experiment, observations: await probe(experiment.probe, target, budgetMs) }
  }
  /** A few answer only in their order or at their pace; the others run side by side. */
  const answerAll = async (
    name: ExperimentName,
    experiments: readonly Experiment[],
    endpoint: Endpoint | null,
  ): Promise<Answered[]> => {
    if (name !== 'control-sni')
      return Promise.all(
        experiments.map(async (experiment, index) => {
          if (name === 'spaced') await pause(index * SPACING_MS, options.signal)
          return limit(() => answer(experiment, endpoint))
        }),
      )
    const answered: Answered[] = []
    for (const experiment of experiments) answered.push(await limit(() => answer(experiment, endpoint)))
    return answered
  }
  return {
    first: (endpoint: Endpoint) => probe(endpoint.probe, targetOf(endpoint, options), options.timeoutMs),
    all: async (experiments, endpoint = null) => {
      const names = [...new Set(experiments.map(({ name }) => name))]
      const groups = names.map((name) =>
        answerAll(
          name,
          experiments.filter((experiment) => experiment.name === name),
          endpoint,
        ),
      )
      return (await Promise.all(groups)).flat()
    },
  }
}
