/**
 * The experiments that one endpoint's evidence can ask for, each as plain data: the question, and the probe that asks it. Those
 * about the network as a whole are in experiments.ts.
 */
import type { ProbeKind, Target } from '../../probes/probe.ts'
import type { Endpoint, Experiment, ExperimentName } from '../model.ts'
import { experiment } from './questions.ts'
import { familyOf } from './addresses.ts'
import type { Context } from './context.ts'
import { hasCertificate } from './handshake.ts'
import type { Knowledge } from './knowledge.ts'
import { bare } from './names.ts'
import { answersTo, faultIn, speaksTls, targetAt, targetOf, unlessAsked, type View } from './view.ts'

/** Address and port of a DNS server as settings name it: `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`. */
export const serverTarget = (server: string): Pick<Target, 'host' | 'port'> => {
  const [, v6, v4, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(server) ?? []
  return { host: v6 ?? v4 ?? server, port: Number(port ?? 53) }
}

/** The same probe at the same target again. */
export const confirmation = (view: View): readonly Experiment[] =>
  unlessAsked(view, [experiment('confirm', view.evidence.endpoint.probe, targetAt(view))])

/** What a decoy is asked on an endpoint's port: what the endpoint itself speaks, so that the answers can be compared. */
export const decoyProbe = (endpoint: Endpoint): ProbeKind => {
  if (speaksTls(endpoint)) return 'https'
  return endpoint.probe === 'http' || endpoint.probe === 'websocket' ? 'http' : 'tcp'
}

/** The decoys of a port, for an impossible host. */
export const decoysFor = (
  knowledge: Knowledge,
  ipv6: boolean,
  probe: ProbeKind,
  port: number,
  host: string,
): readonly Experiment[] =>
  knowledge.experiments.decoys
    .filter((address) => ipv6 || familyOf(address) === 4)
    .map((address) => experiment('decoy-address', probe, { host, port, address }))

/** Decoys for an endpoint whose port the run did not ask. */
export const decoyExperiments = (endpoint: Endpoint, context: Context): readonly Experiment[] =>
  context.decoys.some(({ port }) => port === endpoint.port)
    ? []
    : decoysFor(context.knowledge, context.machine.ipv6, decoyProbe(endpoint), endpoint.port, 'nothing.invalid')

/** A name to ask an address for beside the target's: one found open there, else anywhere in this run, else a neutral one. */
const controlName = ({ evidence, context, observation }: View): string => {
  const own = bare(evidence.endpoint.sni ?? evidence.endpoint.host)
  const here = context.openNames.find(({ host, address }) => address === observation.address && bare(host) !== own)
  const anywhere = here ?? context.openNames.find(({ host }) => bare(host) !== own)
  const neutral = context.knowledge.experiments.neutralNames.find((name) => name !== own)
  return anywhere?.host ?? neutral ?? 'example.com'
}

/** A bare handshake at an address of our choice. */
const handshake = (view: View, name: ExperimentName, address: string, sni: string | null): Experiment =>
  experiment(name, 'tls', { host: view.evidence.endpoint.host, port: view.evidence.endpoint.port, address, sni })

/**
 * Questions about a handshake that was cut off or met silence: another name at the same address and the target's again, in this
 * order; both at a decoy that completes handshakes; whether a short answer arrives. Not through a proxy, which chooses the
 * address itself.
 */
export const handshakeExperiments = (view: View): readonly Experiment[] => {
  const { address } = view.observation
  const { endpoint } = view.evidence
  if (address === null) return []
  const own = endpoint.sni ?? endpoint.host
  const asked = answersTo(view, 'control-sni')
  const silent = faultIn(view, 'tls')?.kind === 'timeout'
  if (asked.length > 0) {
    const answered = asked.some(({ observations }) => observations.some(hasCertificate))
    return answered || silent ? [] : unlessAsked(view, [handshake(view, 'control-sni', address, null)])
  }
  const control = controlName(view)
  const relay = view.context.decoys.find(({ port, connected }) => port === endpoint.port && connected === true)
  return [
    handshake(view, 'control-sni', address, control),
    handshake(view, 'control-sni', address, own),
    ...(relay === undefined
      ? []
      : [control, own].map((sni) => handshake(view, 'target-sni-elsewhere', relay.address, sni))),
    ...(silent
      ? [
          experiment('small-packets', 'hello', {
            ...handshake(view, 'small-packets', address, own).target,
            hello: 'alert',
          }),
        ]
      : []),
  ]
}

/** What a bare socket sees of the answer to our hello. */
export const rawHelloExperiment = (view: View): readonly Experiment[] =>
  view.observation.address === null
    ? []
    : unlessAsked(view, [experiment('raw-hello', 'hello', { ...targetAt(view), hello: 'small' })])

/** Whether a CA that nobody knows also signs a name that can't be this server's. */
export const unrelatedNameExperiment = (view: View): readonly Experiment[] => {
  const { address } = view.observation
  if (address === null || answersTo(view, 'control-sni').length > 0) return []
  const [neutral = 'example.com'] = view.context.knowledge.experiments.neutralNames
  return [handshake(view, 'control-sni', address, neutral)]
}

/** Port 80 of the same host and address. */
export const portEightyExperiment = (view: View): readonly Experiment[] => {
  const { address } = view.observation
  const { host, port } = view.evidence.endpoint
  if (address === null || port === 80) return []
  return unlessAsked(view, [experiment('plain-http', 'http', { host, port: 80, address })])
}

/** An ordinary request where the upgrade was refused. */
export const plainRequestExperiment = (view: View): readonly Experiment[] => {
  const probe = speaksTls(view.evidence.endpoint) ? 'https' : 'http'
  return unlessAsked(view, [experiment('plain-request', probe, targetAt(view))])
}

const PROXIED: ReadonlySet<ProbeKind> = new Set(['http', 'https', 'tls', 'websocket'])

/** The machine's proxy, where the settings exempt this host and the direct way fails. */
export const proxiedExperiment = (view: View): readonly Experiment[] => {
  const { endpoint, experiments } = view.evidence
  const { proxies } = view.context.machine
  const proxy = decoyProbe(endpoint) === 'http' ? proxies.http : proxies.https
  if (view.observation.via !== null || proxy === null || !PROXIED.has(endpoint.probe)) return []
  if (experiments.some(({ name }) => name === 'direct-and-proxied')) return []
  return [experiment('direct-and-proxied', endpoint.probe, { ...targetOf(endpoint), route: 'proxy' })]
}

/** Most servers that are asked about one name. */
const MOST_SERVERS = 4

const askServers = (view: View, servers: readonly string[]): readonly Experiment[] => {
  const facts = view.steps.resolve?.facts
  if (facts === undefined || view.observation.via !== null) return []
  const answered = new Set(facts.answers.filter(({ rcode }) => rcode !== undefined).map(({ server }) => server))
  const asked = view.evidence.experiments.filter(({ name }) => name === 'resolver-compare').map(({ target }) => target)
  return [...new Set(servers)]
    .filter((server) => !answered.has(server) && view.context.resolvers.get(server)?.alive !== false)
    .map(serverTarget)
    .filter(({ host, port }) => !asked.some((one) => one.host === host && one.port === port))
    .slice(0, MOST_SERVERS - asked.length)
    .map((server) => experiment('resolver-compare', 'dns', { ...server, question: facts.name }))
}

/** The question for AAAA alone. */
export const aaaaExperiment = (name: string, server: string): Experiment =>
  experiment('resolver-compare', 'dns', { ...serverTarget(server), question: name, family: 6 })

/** Every other server's word on a name whose answer is wrong: the configured ones, those behind a stub, Azure's own. */
export const secondOpinions = (view: View): readonly Experiment[] => {
  const { machine, knowledge } = view.context
  return askServers(view, [...machine.resolvers, ...(machine.upstreams ?? []), knowledge.experiments.azureDns])
}

/** The other configured servers' word on a name that resolves: a machine uses them all, sooner or later. */
export const otherServers = (view: View): readonly Experiment[] =>
  view.steps.resolve?.ok === true && view.steps.resolve.facts.source === 'dns'
    ? askServers(view, view.context.machine.resolvers)
    : []
