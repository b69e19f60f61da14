import type { Observation, Step, TlsFacts } from '../../probes/observation.ts'
import type { Machine } from '../model.ts'
import type { LookUp } from './known-hosts.ts'
import type { Report, ReportResult } from './schema.ts'
import { observationsOf } from './text/outcome.ts'

/** A string that belongs to the customer, and the word that stands for its kind. */
export type CustomerName = { readonly name: string; readonly kind: string }

/** What of a report names the customer: a selection that is only listed has no more. */
export type Subject = {
  readonly vantage: Pick<Report['vantage'], 'hostname' | 'facts'>
  readonly context: {
    readonly machine: Pick<Machine, 'proxies'> & { readonly search?: readonly string[] }
    readonly experiments: Report['context']['experiments']
  }
  readonly results: readonly Pick<ReportResult, 'endpoint' | 'observations' | 'experiments'>[]
}

/** Facts that say something of Azure, not of its customer. */
const PUBLIC_FACTS: ReadonlySet<string> = new Set([
  'region',
  'arcRegion',
  'hbiWorkspace',
  'publicIp',
  'compute',
  'workload',
])

/**
 * Every name in a report that is the customer's, from the places where such names stand: facts, this machine, proxies, hosts
 * and aliases that no published list has, open parts of those that one has, search domains, certificates that no public root
 * vouches for, what proxies add to an answer.
 */
export const customerNames = ({ vantage, context, results }: Subject, lookUp: LookUp): CustomerName[] => {
  const observations = [
    ...results.flatMap((result) => [...result.observations, ...result.experiments.flatMap(observationsOf)]),
    ...context.experiments.flatMap(observationsOf),
  ]
  const targets = [...results.flatMap(({ experiments }) => experiments), ...context.experiments].map(
    ({ target }) => target,
  )
  const proxies = [context.machine.proxies.http, context.machine.proxies.https, ...observations.map(({ via }) => via)]
  const hosts = [
    ...results.flatMap(({ endpoint }) => [endpoint.host, endpoint.sni ?? '']),
    ...targets.flatMap(({ host, sni, question }) => [host, sni ?? '', question ?? '']),
    ...observations.flatMap(namesAsked),
    ...observations.flatMap(certificateHosts),
    ...results.flatMap(({ endpoint }) => endpoint.expect?.redirects ?? []),
  ].filter((host) => host !== '')
  return [
    ...Object.entries(vantage.facts)
      .filter(([fact]) => !PUBLIC_FACTS.has(fact))
      .map(([fact, { value }]) => ({ name: value, kind: fact })),
    { name: vantage.hostname, kind: 'machine' },
    ...proxies.map((proxy) => ({ name: hostOfUrl(proxy ?? ''), kind: 'proxy' })),
    ...(context.machine.search ?? []).map((name) => ({ name, kind: 'search' })),
    ...context.machine.proxies.exempt.map((entry) => ({ name: entry.replace(/^\*?\./, ''), kind: 'exempt' })),
    ...[...new Set(hosts)].flatMap(
      (host) => lookUp(host)?.filter(({ kind }) => !PUBLIC_FACTS.has(kind)) ?? [{ name: host, kind: 'host' }],
    ),
    ...observations.flatMap(aliases).flatMap((name) => (lookUp(name) === null ? [{ name, kind: 'alias' }] : [])),
    ...observations.flatMap(certificateNames).map((name) => ({ name, kind: 'authority' })),
    ...observations.flatMap(namesAdded).map((name) => ({ name, kind: 'proxy' })),
  ]
}

const hostOfUrl = (url: string): string => /^[a-z][a-z0-9+.-]*:\/\/\[?([^/\]]*?)\]?(?::\d+)?$/i.exec(url)?.[1] ?? ''

/** Names that DNS was asked for, and what the search list put behind them. */
const namesAsked = ({ steps }: Observation): string[] =>
  steps.flatMap((step) => {
    if (step.phase !== 'resolve' || step.facts === undefined) return []
    const { name, answers } = step.facts
    const suffixes = answers
      .filter((answer) => answer.name.startsWith(`${name}.`))
      .map((answer) => answer.name.slice(name.length + 1))
    return [name, ...suffixes, ...answers.map((answer) => answer.name)]
  })

/** What the names are aliases of. */
const aliases = ({ steps }: Observation): string[] =>
  steps.flatMap((step) =>
    step.phase === 'resolve' && step.facts !== undefined
      ? [...step.facts.chain, ...step.facts.answers.flatMap(({ chain }) => chain)]
      : [],
  )

/** Chains that no public root vouches for. */
const privateChains = ({ steps }: Observation): TlsFacts['chain'][] =>
  steps
    .flatMap(tlsOf)
    .filter(({ trust }) => !trust.some(({ store, ok }) => store === 'public' && ok))
    .map(({ chain }) => chain)

/** The hosts for which such a chain is made: those of the services, or a portal's own. */
const certificateHosts = (observation: Observation): string[] =>
  privateChains(observation).flatMap((chain) =>
    [...(chain[0]?.names ?? []), ...namesIn(chain[0]?.subject ?? '')].flatMap(
      (name) => /^(?:DNS:)?(?:\*\.)?([\w-]+(?:\.[\w-]+)+)$/.exec(name)?.[1] ?? [],
    ),
  )

/** Values of the distinguished names, and the hosts, in such chains. */
const certificateNames = (observation: Observation): string[] =>
  privateChains(observation).flatMap((chain) =>
    chain.flatMap(({ subject, issuer, urls }, index) => [
      // The leaf's subject is the host that was asked for, or claims to be.
      ...(index === 0 ? [] : namesIn(subject)),
      ...namesIn(issuer),
      ...urls.map((url) => /^[a-z]+:\/\/([^/:]+)/i.exec(url)?.[1] ?? ''),
    ]),
  )

/** How squid and others name themselves in an answer (RFC 9110, section 7.6.3, for Via). */
const ADDED: Readonly<Record<string, RegExp>> = {
  via: /(?:^|,)\s*(?:\w+\/)?\d[\d.]*\s+([\w-]+(?:\.[\w-]+)+)/g,
  'x-cache': /\bfrom\s+([\w.-]+)/g,
  'x-cache-lookup': /\bfrom\s+([\w.-]+)/g,
}

const namesAdded = ({ steps }: Observation): string[] =>
  steps.flatMap((step) => {
    const headers = step.facts !== undefined && 'headers' in step.facts ? (step.facts.headers ?? {}) : {}
    return Object.entries(ADDED).flatMap(([header, pattern]) =>
      [...(headers[header] ?? '').matchAll(pattern)].flatMap(([, name]) => name ?? []),
    )
  })

const tlsOf = (step: Step): TlsFacts[] => {
  if (step.phase === 'tls') return step.facts === undefined ? [] : [step.facts]
  return step.phase === 'proxy' && step.facts?.tls !== undefined ? [step.facts.tls] : []
}

/** A distinguished name as a whole, and those of its parts that a sentence may quote. */
const namesIn = (distinguishedName: string): string[] => [
  distinguishedName,
  ...distinguishedName.split(', ').flatMap((part) => /^(?:CN|O|DC)=(.{3,})$/.exec(part)?.[1] ?? []),
]
