import { probes } from '../../probes/index.ts'
import { isAddress } from '../judge/addresses.ts'
import { serverTarget } from '../judge/endpoint-experiments.ts'
import { experiment } from '../judge/questions.ts'
import type { Evidence, Experiment, Machine, RunEvidence } from '../model.ts'
import type { Runner } from './runner.ts'
import { targetOf, type TargetOptions } from './target.ts'

/**
 * What `explain` wants to know of an endpoint whether or not it changes the ruling: each configured DNS server's own answer,
 * and both ways where there is a proxy. Nothing that was asked already.
 */
export const everyQuestion = (evidence: Evidence, machine: Machine, options: TargetOptions): Experiment[] =>
  evidence.endpoint.untestable === undefined
    ? [...serversOn(evidence, machine), ...waysTo(evidence, machine, options)].filter((one) => !isAsked(evidence, one))
    : []

const serversOn = ({ endpoint: { host } }: Evidence, { resolvers }: Machine): Experiment[] =>
  isAddress(host)
    ? []
    : resolvers.map((server) =>
        experiment('resolver-compare', 'dns', { ...serverTarget(server), question: host.toLowerCase() }),
      )

/** The way that the settings did not take. */
const waysTo = ({ endpoint, observations }: Evidence, { proxies }: Machine, options: TargetOptions): Experiment[] => {
  const { probe } = endpoint
  if (!probes[probe].proxied || (proxies.http === null && proxies.https === null)) return []
  const route = observations.some(({ via }) => via !== null) ? 'direct' : 'proxy'
  return [experiment('direct-and-proxied', probe, { ...targetOf(endpoint, options), route })]
}

const isAsked = ({ experiments }: Evidence, wanted: Experiment): boolean =>
  experiments.some(
    ({ name, target }) =>
      name === wanted.name &&
      target.host === wanted.target.host &&
      target.port === wanted.target.port &&
      target.route === wanted.target.route,
  )

/** Asks all that of every endpoint of a run. */
export const askEverything = async (
  run: RunEvidence,
  runner: Runner,
  options: TargetOptions,
): Promise<RunEvidence> => ({
  ...run,
  endpoints: await Promise.all(
    run.endpoints.map(async (evidence) => ({
      ...evidence,
      experiments: [
        ...evidence.experiments,
        ...(await runner.all(everyQuestion(evidence, run.machine, options), evidence.endpoint)),
      ],
    })),
  ),
})
