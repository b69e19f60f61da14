/** The experiments that ask about the network as a whole, once a run: those that begin with it, and those its results suggest. */
import { hostPort } from '../endpoint-name.ts'
import type { ProbeKind } from '../../probes/probe.ts'
import type { Endpoint, Evidence, Experiment, Machine, RunEvidence } from '../model.ts'
import { compare, digest } from './context.ts'
import { decoyProbe, decoysFor, serverTarget } from './endpoint-experiments.ts'
import { tlsStepOf } from './handshake.ts'
import { largeHellosAgain } from './large-hello.ts'
import type { Knowledge } from './knowledge.ts'
import { experiment } from './questions.ts'
import { trustedBy } from './trust.ts'
import { targetOf } from './view.ts'

/** What the opening experiments are chosen by. */
export type Opening = {
  readonly endpoints: readonly Endpoint[]
  readonly machine: Machine
  readonly knowledge: Knowledge
  /** Makes names that can't exist unlike any other run's: lower-case letters and digits. */
  readonly nonce: string
}

/** Ports at which decoys are asked; an endpoint on another asks for itself. */
const MOST_PORTS = 16
/** DNS servers that are asked. */
const MOST_SERVERS = 6
/** Hosts of UDP endpoints that are asked for TCP 443. */
const MOST_HOSTS = 4

/** Decoys for each TCP port in use, names that can't exist, whether the DNS servers are there, and UDP where it is needed. */
export const openingExperiments = ({ endpoints, machine, knowledge, nonce }: Opening): Experiment[] => {
  const testable = endpoints.filter(({ untestable }) => untestable === undefined)
  const nobody = knowledge.experiments.impossibleName.replace('${nonce}', nonce)
  const servers = [...new Set([...machine.resolvers, ...(machine.upstreams ?? [])])]
    .slice(0, MOST_SERVERS)
    .map(serverTarget)
  return [
    ...portsOf(testable).flatMap(([port, probe]) => decoysFor(knowledge, machine.ipv6, probe, port, nobody)),
    ...servers.map((server) => experiment('resolver-alive', 'dns', server)),
    ...machine.resolvers
      .slice(0, MOST_SERVERS)
      .map(serverTarget)
      .map((server) => experiment('impossible-name', 'dns', { ...server, question: nobody })),
    ...udpControls(testable, knowledge),
  ]
}

/** TCP ports with what they are asked, those of most endpoints first. */
const portsOf = (endpoints: readonly Endpoint[]): readonly (readonly [number, ProbeKind])[] => {
  const uses = new Map<string, { port: number; probe: ProbeKind; count: number }>()
  for (const endpoint of endpoints.filter(({ protocol, probe }) => protocol === 'tcp' && probe !== 'dns')) {
    const { port } = endpoint
    const probe = decoyProbe(endpoint)
    const key = `${port} ${probe}`
    uses.set(key, { port, probe, count: (uses.get(key)?.count ?? 0) + 1 })
  }
  return [...uses.values()]
    .toSorted((one, other) => other.count - one.count || one.port - other.port || compare(one.probe, other.probe))
    .slice(0, MOST_PORTS)
    .map(({ port, probe }) => [port, probe])
}

const udpControls = (endpoints: readonly Endpoint[], knowledge: Knowledge): Experiment[] => {
  const udp = endpoints.filter(({ protocol, probe }) => protocol === 'udp' && probe === 'udp')
  if (udp.length === 0) return []
  const hosts = [...new Set(udp.map(({ host }) => host))].toSorted().slice(0, MOST_HOSTS)
  return [
    ...knowledge.experiments.udpControls.map((server) => experiment('udp-control', 'dns', server)),
    ...hosts.map((host) => experiment('udp-control', 'tls', { host, port: 443 })),
  ]
}

/** Connections that are tried again with pauses, at first. */
const FIRST_SPACED = 8
/** Silent connections on one port, below which nothing suggests that their number is the reason. */
const SUSPICIOUS_SILENCE = 5
/** Endpoints at which the large hello is tried: several, so that one odd server isn't the network. */
const MOST_LARGE = 3
/** Endpoints that fail through the proxy and are tried without it. */
const MOST_DIRECT = 3

/** Run-wide experiments that only the results suggest; none that was asked already. */
export const closingExperiments = (run: RunEvidence, knowledge: Knowledge): Experiment[] => [
  ...largeHellos(run),
  ...spaced(run, knowledge),
  ...clocks(run, knowledge),
  ...directly(run),
]

const isAsked = ({ experiments }: RunEvidence, name: Experiment['name']): boolean =>
  experiments.some((one) => one.name === name)

/** One open endpoint an address, in a fixed order; then what failed again. */
const largeHellos = (run: RunEvidence): Experiment[] => {
  if (isAsked(run, 'large-hello')) return largeHellosAgain(run.experiments.filter(({ name }) => name === 'large-hello'))
  const byAddress = new Map<string, Experiment>()
  for (const { endpoint, observations } of sorted(run.endpoints)) {
    for (const observation of observations) {
      const step = tlsStepOf(observation)
      const { address, via } = observation
      if (address === null || via !== null || step?.ok !== true || trustedBy(step.facts) === null) continue
      const { host, port, sni } = endpoint
      const target = { host, port, address, ...(sni !== undefined && { sni }), hello: 'large' } as const
      if (!byAddress.has(address)) byAddress.set(address, experiment('large-hello', 'tls', target))
    }
  }
  return [...byAddress.values()].slice(0, MOST_LARGE)
}

const sorted = (endpoints: readonly Evidence[]): Evidence[] =>
  endpoints.toSorted(({ endpoint: one }, { endpoint: other }) =>
    compare(
      `${one.host} ${one.port} ${one.probe} ${one.check ?? ''}`,
      `${other.host} ${other.port} ${other.probe} ${other.check ?? ''}`,
    ),
  )

/** Direct TCP connections of an endpoint that met silence, as targets. */
const silentOf = ({ endpoint, observations }: Evidence) =>
  observations
    .filter(({ via, steps }) => {
      const last = steps.at(-1)
      return via === null && last?.phase === 'connect' && !last.ok && last.fault.kind === 'timeout'
    })
    .map(({ address }) => ({ host: endpoint.host, port: endpoint.port, ...(address !== null && { address }) }))

const hasConnected = ({ observations }: Evidence): boolean =>
  observations.some(({ via, steps }) => via === null && steps.some(({ phase, ok }) => phase === 'connect' && ok))

/**
 * Silent connections again, a few at first; the others once all of those passed. Only where at least five on a port met silence
 * while others on the same port succeeded.
 */
const spaced = (run: RunEvidence, knowledge: Knowledge): Experiment[] => {
  const tcp = sorted(run.endpoints).filter(({ endpoint }) => endpoint.protocol === 'tcp')
  const ports = [...new Set(tcp.map(({ endpoint }) => endpoint.port))]
  const silent = ports.flatMap((port) => {
    const mine = tcp.filter(({ endpoint }) => endpoint.port === port)
    const targets = mine.flatMap(silentOf)
    return targets.length >= SUSPICIOUS_SILENCE && mine.some(hasConnected) ? targets : []
  })
  const { spaced: seen } = digest(run, knowledge)
  if (seen.size > 0 && ![...seen.values()].every(Boolean)) return []
  const left = silent.filter(({ host, port }) => !seen.has(hostPort({ host, port })))
  return (seen.size === 0 ? left.slice(0, FIRST_SPACED) : left).map((target) => experiment('spaced', 'tcp', target))
}

const DATE_ERRORS = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])

/** The time of other servers, where a certificate's dates are in question and too few servers told theirs. */
const clocks = (run: RunEvidence, knowledge: Knowledge): Experiment[] => {
  const dated = run.endpoints.some(({ observations }) =>
    observations.some((one) => tlsStepOf(one)?.facts?.trust.some(({ error }) => DATE_ERRORS.has(error ?? ''))),
  )
  if (!dated || isAsked(run, 'clock') || digest(run, knowledge).clock !== null) return []
  return knowledge.experiments.clockHosts.map((host) => experiment('clock', 'http', { host, port: 80 }))
}

/** Whether the endpoints that the proxy fails work without it: evidence for who can help. */
const directly = (run: RunEvidence): Experiment[] => {
  if (isAsked(run, 'direct-and-proxied')) return []
  return sorted(run.endpoints)
    .filter(({ observations }) => observations.some(({ via, steps }) => via !== null && steps.at(-1)?.ok === false))
    .slice(0, MOST_DIRECT)
    .map(({ endpoint }) => experiment('direct-and-proxied', endpoint.probe, { ...targetOf(endpoint), route: 'direct' }))
}
