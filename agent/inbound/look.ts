import { randomBytes } from 'node:crypto'
import type { Observation } from '../../probes/observation.ts'
import type { World } from '../../probes/probe.ts'
import type { Endpoint, Evidence, RunEvidence } from '../model.ts'
import { dialBackGreeting } from '../respond/protocol.ts'
import { askDialBack } from './ask-dial-back.ts'
import { openLocalPort } from './local-port.ts'
import type { Responder } from './responder.ts'

/** What is known of the ports to which others must connect, by port. */
export type Inbound = ReadonlyMap<number, InboundPort>

/** `observation`: the far end's, where it proves that the port is reached from there. */
type InboundPort = { readonly remarks: readonly string[]; readonly observation: Observation | null }

/** Ports that are looked at, at most. */
const MOST_PORTS = 32

/** How a run looks. */
export type InboundLooks = {
  /** `--dial-back`; null: nobody connects from outside. */
  readonly responder: Responder | null
  /** Budget of being dialled back, milliseconds. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Looks at this machine's ends of the inbound endpoints, each port listening meanwhile where it is free. */
export const lookInbound = async (
  endpoints: readonly Endpoint[],
  world: World,
  looks: InboundLooks,
): Promise<Inbound> => {
  const ports = [...new Set(endpoints.filter(isInbound).map(({ port }) => port))].slice(0, MOST_PORTS)
  const looked = await Promise.all(ports.map((port) => lookAtPort(port, world, looks)))
  return new Map(ports.map((port, n) => [port, looked[n] ?? { remarks: [], observation: null }]))
}

/**
 * A run with what is known of its inbound endpoints. One that the far end reached is tested by that; of the others it remains
 * untested how the path is, with what this machine knows of its end.
 */
export const withInbound = (run: RunEvidence, inbound: Inbound): RunEvidence => ({
  ...run,
  endpoints: run.endpoints.map((evidence) => {
    const found = isInbound(evidence.endpoint) ? inbound.get(evidence.endpoint.port) : undefined
    return found === undefined ? evidence : withPort(evidence, found)
  }),
})

const withPort = (evidence: Evidence, { remarks, observation }: InboundPort): Evidence => {
  if (observation === null) return { ...evidence, remarks }
  const endpoint: { -readonly [Key in keyof Endpoint]: Endpoint[Key] } = { ...evidence.endpoint }
  delete endpoint.untestable
  return { ...evidence, endpoint, observations: [observation], remarks }
}

const isInbound = ({ protocol, untestable, requirements }: Endpoint): boolean =>
  protocol === 'tcp' &&
  untestable?.cause === 'wrong-vantage' &&
  requirements.some(({ direction }) => direction === 'inbound')

const lookAtPort = async (
  port: number,
  world: World,
  { responder, timeoutMs, signal }: InboundLooks,
): Promise<InboundPort> => {
  const nonce = randomBytes(16).toString('hex')
  const greeting = dialBackGreeting(nonce)
  const { opened, remarks } = await openLocalPort(port, greeting, world.connect)
  if (responder === null) {
    opened?.close()
    return { remarks, observation: null }
  }
  const answer = await askDialBack(responder, { port, nonce }, world, timeoutMs, signal)
  opened?.close()
  const { host } = responder
  if ('unasked' in answer) {
    const says = `${host}, which was to connect back, could not be asked (${answer.unasked}).`
    return { remarks: [...remarks, says], observation: null }
  }
  const { observation } = answer
  if (hasMet(observation, greeting))
    return {
      remarks: [...remarks, `Proven by ${host}, which connected from outside; other addresses may meet other rules.`],
      observation,
    }
  return { remarks: [...remarks, `${host} ${outcomeOf(observation)}.`], observation: null }
}

const hasMet = ({ steps }: Observation, greeting: Buffer): boolean =>
  steps.some(
    (step) =>
      step.phase === 'transfer' &&
      step.ok &&
      step.facts.protocol === 'tcp' &&
      step.facts.firstBytes === greeting.toString('hex'),
  )

const outcomeOf = ({ address, steps }: Observation): string => {
  const at = `at ${address ?? 'no address'}`
  const failed = steps.find((step) => !step.ok)
  if (failed === undefined) return `connected back ${at}, but not to this connprobe`
  const how = failed.fault.kind === 'timeout' ? 'met silence' : `failed (${failed.fault.code ?? failed.fault.kind})`
  return `tried to connect back ${at} and ${how}; a rule that lets in only what is required does the same`
}
