/** What a whole run shows of the network: the judge's second argument, derived from all evidence and nothing else. */
import type { Observation } from '../../probes/observation.ts'
import { hostPort } from '../endpoint-name.ts'
import type { Answered, Evidence, Machine, RunEvidence } from '../model.ts'
import { clockOf, type ClockCheck } from './clock.ts'
import { decoysOf, type Decoy } from './decoys.ts'
import type { Knowledge } from './knowledge.ts'
import { largeHellosOf } from './large-hello.ts'
import { isPrivate } from './addresses.ts'
import { registrable } from './names.ts'
import { hijackOf, resolversOf, type Hijack, type ResolverView } from './resolvers.ts'
import { answeredOf, observationsOf } from './run-evidence.ts'
import { authorityKey, isPrivateChain, trustedBy } from './trust.ts'

/** A TLS endpoint that was seen open. */
type OpenName = { readonly host: string; readonly port: number; readonly address: string | null }

export type Context = {
  readonly knowledge: Knowledge
  readonly machine: Machine
  readonly timeoutSeconds: number
  /** DNS servers by name, those of the settings and any other that was asked. */
  readonly resolvers: ReadonlyMap<string, ResolverView>
  /** What names that can't exist resolve to. */
  readonly hijack: Hijack
  readonly decoys: readonly Decoy[]
  /** Sorted. */
  readonly openNames: readonly OpenName[]
  /** `address port` of every trusted handshake, experiments' included. */
  readonly openAt: ReadonlySet<string>
  /** Addresses at which a handshake was trusted, on any port. */
  readonly trustedAt: ReadonlySet<string>
  /** Authorities at the end of chains that lead to no public root, and the registrable domains they were seen on. */
  readonly privateAuthorities: ReadonlyMap<string, ReadonlySet<string>>
  /** Subjects of issuers in publicly trusted chains, with their key ids. */
  readonly publicIssuers: ReadonlySet<string>
  /** Null where too few servers told the time. */
  readonly clock: ClockCheck | null
  /** Hosts whose websocket upgrade succeeded. */
  readonly upgraded: ReadonlySet<string>
  /** `host:port` by how its connection fared once connections were spaced. */
  readonly spaced: ReadonlyMap<string, boolean>
  /** `host:port` by whether a ClientHello of two segments passed, where that was seen without doubt. */
  readonly largeHello: ReadonlyMap<string, boolean>
  /** `host:port` by whether it works without the proxy of the settings. */
  readonly direct: ReadonlyMap<string, boolean>
  /** Replies of UDP services that answer anyone; null: not asked. */
  readonly udpWorks: boolean | null
  /** A name outside private link zones works at a private address: such addresses are usual here. */
  readonly privateIsUsual: boolean
}

export const digest = (run: RunEvidence, knowledge: Knowledge): Context => {
  const answered = answeredOf(run)
  const named = (name: Answered['name']) => answered.filter((one) => one.name === name)
  const trusted = trustedHandshakes(run)
  return {
    knowledge,
    machine: run.machine,
    timeoutSeconds: run.timeoutSeconds,
    resolvers: resolversOf(run),
    hijack: hijackOf(named('impossible-name')),
    decoys: decoysOf(named('decoy-address')),
    openNames: trusted.toSorted((one, other) => compare(textOf(one), textOf(other))),
    openAt: openAt(run),
    trustedAt: new Set(trusted.map(({ address }) => address ?? '')),
    privateAuthorities: privateAuthorities(run),
    publicIssuers: publicIssuers(run),
    clock: clockOf(run),
    upgraded: new Set(run.endpoints.filter(hasUpgraded).map(({ endpoint }) => endpoint.host)),
    spaced: outcomes(named('spaced'), 'connect'),
    largeHello: largeHellosOf(named('large-hello')),
    direct: outcomes(named('direct-and-proxied').filter(({ target }) => target.route === 'direct')),
    udpWorks: udpWorks(named('udp-control')),
    privateIsUsual: run.endpoints.some(({ observations }) => observations.some(isPlainPrivate)),
  }
}

/** Strings in one order everywhere, whatever the locale. */
export const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const textOf = ({ host, port, address }: OpenName): string => `${host} ${port} ${address ?? ''}`

const stepOk = ({ steps }: Observation, phase: string | undefined): boolean =>
  steps.some((step) => step.phase === phase && step.ok)

const isTrusted = ({ steps }: Observation): boolean =>
  steps.some((step) => step.phase === 'tls' && step.ok && trustedBy(step.facts) !== null)

const trustedHandshakes = (run: RunEvidence): OpenName[] =>
  run.endpoints.flatMap(({ endpoint: { host, port, sni }, observations }) =>
    observations.filter(isTrusted).map(({ address }) => ({ host: sni ?? host, port, address })),
  )

const openAt = (run: RunEvidence): Set<string> =>
  new Set(
    observationsOf(run)
      .filter(({ observation }) => isTrusted(observation))
      .map(
        ({ observation: { address }, of }) =>
          `${address ?? ''} ${'endpoint' in of ? of.endpoint.port : of.target.port}`,
      ),
  )

/** Chains that lead to no public root, by authority. A name counts only where the certificate was made for it. */
const privateAuthorities = (run: RunEvidence): Map<string, Set<string>> => {
  const authorities = new Map<string, Set<string>>()
  for (const { observation, of } of observationsOf(run)) {
    const asked = 'endpoint' in of ? of.endpoint : of.target
    for (const step of observation.steps) {
      if (step.phase !== 'tls' || !step.facts || !isPrivateChain(step.facts)) continue
      const key = authorityKey(step.facts)
      const host = step.facts.sni ?? asked.host
      if (key === null || ('target' in of && !isMadeFor(step.facts.chain[0]?.names ?? [], host))) continue
      authorities.set(key, (authorities.get(key) ?? new Set()).add(registrable(host)))
    }
  }
  return authorities
}

const isMadeFor = (names: readonly string[], host: string): boolean =>
  names.some((name) => name === `DNS:${host}` || (name.startsWith('DNS:*.') && host.endsWith(name.slice(5))))

const publicIssuers = (run: RunEvidence): Set<string> => {
  const chains = observationsOf(run).flatMap(({ observation }) =>
    observation.steps.flatMap((step) =>
      step.phase === 'tls' && step.facts?.trust.some(({ store, ok }) => store === 'public' && ok)
        ? step.facts.chain
        : [],
    ),
  )
  return new Set(chains.filter(({ ca }) => ca).map(({ subject, keyId }) => `${subject}|${keyId ?? ''}`))
}

const hasUpgraded = ({ observations }: Evidence): boolean =>
  observations.some(({ steps }) =>
    steps.some(
      ({ phase, facts }) =>
        phase === 'request' && facts !== undefined && 'accepted' in facts && facts.status === 101 && facts.accepted,
    ),
  )

/** How each target of an experiment fared in one phase, else at the end: true as soon as one address passed. */
const outcomes = (answered: readonly Answered[], phase?: string): Map<string, boolean> => {
  const fared = new Map<string, boolean>()
  for (const { target, observations } of answered) {
    if (observations.length === 0) continue
    const name = hostPort(target)
    const passed = observations.some((observation) => stepOk(observation, phase ?? observation.steps.at(-1)?.phase))
    fared.set(name, (fared.get(name) ?? false) || passed)
  }
  return fared
}

const udpWorks = (controls: readonly Answered[]): boolean | null => {
  const seen = controls.flatMap(({ observations }) => observations)
  return seen.length === 0
    ? null
    : seen.some(({ steps }) =>
        steps.some(
          ({ facts }) =>
            facts !== undefined &&
            'protocol' in facts &&
            ((facts.protocol === 'udp' && facts.replies > 0) ||
              (facts.protocol === 'dns' &&
                facts.answers.some(({ transport, rcode }) => transport === 'udp' && rcode !== undefined))),
        ),
      )
}

const isPlainPrivate = (observation: Observation): boolean =>
  observation.address !== null &&
  isPrivate(observation.address) &&
  isTrusted(observation) &&
  observation.steps.some(
    (step) => step.phase === 'resolve' && step.ok && !step.facts.chain.some((name) => name.includes('privatelink')),
  )
