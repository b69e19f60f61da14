import type { World } from '../../probes/probe.ts'
import type { ImageLayer } from '../catalogue/image-layers.ts'
import { closingExperiments, openingExperiments } from '../judge/experiments.ts'
import type { Knowledge } from '../judge/knowledge.ts'
import type { Endpoint, Evidence, Machine, RunEvidence } from '../model.ts'
import { firstLook, type Looks } from './first-look.ts'
import { followLayer, LAYER_CONNECTIONS } from './follow-layer.ts'
import { createLimit } from './limit.ts'
import { createRunner, type RunnerOptions } from './runner.ts'
import { settleAll } from './settle.ts'

/** How often the results may suggest a further question about the network: an answer may lead to one more. */
export const CLOSING_ROUNDS = 3

/** How a run is made. Its signal is aborted at the run's deadline and by SIGINT. */
export type CheckOptions = RunnerOptions & {
  /** Endpoints probed at the same time. */
  readonly concurrency: number
  /** Makes this run's impossible names unlike any other's: lower-case letters and digits. */
  readonly nonce: string
  /** Layers that show a registry's data hosts; absent: none. */
  readonly layers?: readonly ImageLayer[]
  /** Told after each endpoint's first observation. */
  readonly onObserved?: (evidence: Evidence) => void
}

/**
 * Probes every endpoint once and gathers all evidence: first the endpoints, those that they name, and beside them the questions
 * about the network as a whole; then, endpoint by endpoint, the experiments that the judge asks for; last the run-wide ones that only the results
 * suggest. Takes the probe's timeout and four seconds at most, where `concurrency` covers all endpoints and nothing has to be spaced.
 */
export const check = async (
  endpoints: readonly Endpoint[],
  machine: Machine,
  world: World,
  knowledge: Knowledge,
  options: CheckOptions,
): Promise<RunEvidence> => {
  const runner = createRunner(world, options)
  const byEndpoint = createLimit(options.concurrency)
  const opening = runner.all(openingExperiments({ endpoints, machine, knowledge, nonce: options.nonce }))
  const look: Looks['look'] = (endpoint, path) =>
    byEndpoint(async () => {
      const target = path === undefined ? endpoint : { ...endpoint, path }
      const observations = endpoint.untestable ? [] : await runner.first(target)
      const first: Evidence = { endpoint, observations, experiments: [] }
      options.onObserved?.(first)
      return first
    })
  const follow: Looks['follow'] = async (layer) => {
    await options.pace.admit(options.signal)
    options.pace.charge(LAYER_CONNECTIONS - 1)
    return followLayer(layer, { world, timeoutMs: options.timeoutMs, signal: options.signal })
  }
  const evidence = await firstLook(endpoints, { look, layers: options.layers ?? [], follow })
  const experiments = await opening
  const timeoutSeconds = options.timeoutMs / 1000
  const settleWhole = (run: RunEvidence) => settleAll(run, knowledge, runner, options.signal)
  let run = await settleWhole({ machine, experiments, endpoints: evidence, timeoutSeconds })
  for (let round = 0; round < CLOSING_ROUNDS && !options.signal.aborted; round++) {
    const closing = await runner.all(closingExperiments(run, knowledge))
    if (closing.length === 0) break
    run = await settleWhole({ ...run, experiments: [...run.experiments, ...closing] })
  }
  return run
}
