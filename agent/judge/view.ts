import type { FactsOf, Fault, HttpFacts, Observation, Phase, Step, StepOf, TlsFacts } from '../../probes/observation.ts'
import type { Target } from '../../probes/probe.ts'
import type { Answered, Endpoint, Evidence, Experiment, ExperimentName } from '../model.ts'
import { hostPort } from '../endpoint-name.ts'
import type { Context } from './context.ts'
import type { RemedyFacts } from './cause.ts'

/** A step that failed. */
type Failed = Extract<Step, { ok: false }>

/** One observation with all that a rule may look at. */
export type View = {
  readonly evidence: Evidence
  readonly context: Context
  readonly observation: Observation
  /** The last step of each phase that was reached. */
  readonly steps: { readonly [P in Phase]?: StepOf<P, FactsOf[P]> }
  /** The step that ended it, `aborted` where there was no time; null at its end. A refused certificate doesn't end a probe. */
  readonly failure: Failed | null
}

export const viewOf = (evidence: Evidence, context: Context, observation: Observation): View => {
  return {
    evidence,
    context,
    observation,
    steps: Object.fromEntries(observation.steps.map((step) => [step.phase, step])),
    failure: endOf(observation),
  }
}

/** Of an observation's time, what a phase must have had for its silence to mean something. */
const LEAST_SHARE = 0.1

/** Silence of a moment, when the phases before had used up the time, says as little of the peer as the end of the run. */
const endOf = ({ steps, durationSeconds }: Observation): Failed | null => {
  const last = steps.at(-1)
  if (last === undefined || last.ok || last.fault.kind === 'certificate') return null
  const isStarved = last.fault.kind === 'timeout' && last.durationSeconds < durationSeconds * LEAST_SHARE
  return isStarved ? { ...last, fault: { kind: 'aborted' } } : last
}

/** The fault that ended the observation in this phase, if it did. */
export const faultIn = ({ failure }: View, phase: Phase): Fault | null =>
  failure?.phase === phase ? failure.fault : null

/** Whether the endpoint is worth nothing without a TLS handshake. */
export const speaksTls = ({ probe, tls, port }: Endpoint): boolean =>
  probe === 'https' || probe === 'tls' || (probe === 'websocket' && (tls ?? port !== 80))

/** Facts of the target's handshake, complete or not. */
export const tlsOf = ({ steps }: View): TlsFacts | null => steps.tls?.facts ?? null

/** Plain http through a proxy of the settings: the proxy may have given the answer itself. */
export const isForwarded = ({ evidence: { endpoint }, observation }: View): boolean =>
  observation.via !== null && endpoint.probe === 'http'

/** What came back for an HTTP request or an upgrade. */
export const httpOf = ({ steps }: View): HttpFacts | null => {
  const facts = steps.request?.facts
  return facts?.protocol === 'http' || facts?.protocol === 'websocket' ? facts : null
}

/** What answers to `name` were seen at this observation's address (through a proxy: for this host). */
export const answersTo = ({ evidence, observation }: View, name: ExperimentName): readonly Answered[] =>
  evidence.experiments.filter((one) => one.name === name && (one.target.address ?? null) === observation.address)

/** Where the endpoint's own probe is pointed. */
export const targetOf = ({ host, port, path, tls, sni }: Endpoint): Target => ({
  host,
  port,
  ...(path !== undefined && { path }),
  ...(tls !== undefined && { tls }),
  ...(sni !== undefined && { sni }),
})

/** The same at this observation's address. */
export const targetAt = ({ evidence: { endpoint }, observation: { address } }: View): Target => ({
  ...targetOf(endpoint),
  ...(address !== null && { address }),
})

/** An experiment, unless it was asked already: then there is nothing to want. */
export const unlessAsked = (view: View, experiments: readonly Experiment[]): readonly Experiment[] =>
  experiments.filter(
    ({ name, target }) =>
      !view.evidence.experiments.some(
        (asked) => asked.name === name && asked.target.address === target.address && asked.target.sni === target.sni,
      ),
  )

/** Who was spoken to, for a sentence: `203.0.113.4 port 443`, or the proxy. */
export const peerOf = ({ observation: { address, via }, evidence: { endpoint } }: View): string =>
  via === null ? `${address ?? endpoint.host} port ${endpoint.port}` : `the proxy ${via}`

/** `host:port`. */
export const nameOf = ({ evidence: { endpoint } }: View): string => hostPort(endpoint)

export const remedyFactsOf = ({ evidence: { endpoint }, observation }: View): RemedyFacts => ({
  host: endpoint.host,
  port: endpoint.port,
  protocol: endpoint.protocol,
  address: observation.address,
  via: observation.via,
})
