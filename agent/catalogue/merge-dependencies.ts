import type { Cloud } from '../model.ts'
import type { Dependencies, Dependency, DependencySource } from './dependencies.ts'
import { hostsIn, isWildcard } from './host.ts'
import { manifestSchema, type Manifest, type Requirement } from './manifest.ts'
import { fillKnown, type FactValues } from './names.ts'
import { defaultProbe, plainPorts } from './ports.ts'

/** What the catalogue states, to compare a list with. */
export type Stated = {
  /** Requirements of this run. */
  readonly requirements: readonly Requirement[]
  /** All that there are: they show which ports are UDP. */
  readonly known: readonly Requirement[]
  readonly cloud: Cloud
  readonly facts: FactValues
}

/** A list beside the catalogue. */
export type Merged = {
  /** What only the list names, as a manifest of its own named after the source; null: nothing. */
  readonly manifest: Manifest | null
  /** Hosts that only the catalogue names, facts filled in; they are kept. */
  readonly catalogueOnly: readonly string[]
  readonly notes: readonly string[]
}

/** A host as a requirement states it, facts filled in. */
type Row = { readonly host: string; readonly requirement: Requirement }

const TITLES: Readonly<Record<DependencySource, string>> = {
  'workspace-dependencies': "the workspace's dependencies API",
  'managed-network': "the managed network's outbound rules",
  'aks-egress': "the AKS cluster's egress endpoints",
}

/** Sets a list beside the catalogue: what only one of them names is kept, and shows which. */
export const mergeDependencies = (dependencies: Dependencies, stated: Stated): Merged => {
  const title = TITLES[dependencies.source]
  const rows = stated.requirements.flatMap((requirement) =>
    hostsIn(requirement.hosts, stated.cloud).map((host) => ({
      host: fillKnown(host, stated.facts).toLowerCase(),
      requirement,
    })),
  )
  const added = addedBy(dependencies.hosts, rows, udpPorts(stated.known))
  const catalogueOnly = dependencies.hosts.length === 0 ? [] : missingFrom(dependencies.hosts, rows)
  const remark = `${catalogueOnly.length} hosts of the catalogue are not in ${title} and are kept: ${shorten(catalogueOnly)}`
  return {
    manifest:
      added.length === 0 ? null : manifestSchema.parse({ name: dependencies.source, title, requirements: added }),
    catalogueOnly,
    notes: catalogueOnly.length === 0 ? dependencies.notes : [...dependencies.notes, remark],
  }
}

/** Ports that the catalogue knows as UDP and as nothing else. */
const udpPorts = (requirements: readonly Requirement[]): ReadonlySet<number> => {
  const ports = requirements.flatMap(plainPorts)
  const others = new Set(ports.filter(({ protocol }) => protocol !== 'udp').map(({ port }) => port))
  return new Set(ports.map(({ port }) => port).filter((port) => !others.has(port)))
}

/** Requirements for what no row states. */
const addedBy = (hosts: readonly Dependency[], rows: readonly Row[], onlyUdp: ReadonlySet<number>): unknown[] => {
  const statedHosts = new Set(rows.map(({ host }) => host))
  const statedPorts = new Set(
    rows.flatMap(({ host, requirement }) =>
      plainPorts(requirement).map(({ port, protocol }) => `${host} ${protocol} ${port}`),
    ),
  )
  return combine(hosts).flatMap((dependency) => {
    const { host, ports } = dependency
    if (ports.length === 0) return statedHosts.has(host) ? [] : [requirementOf(dependency, 'tcp', [])]
    return (['tcp', 'udp'] as const).flatMap((protocol) => {
      const missing = ports
        .filter(({ port, protocol: said }) => (said ?? (onlyUdp.has(port) ? 'udp' : 'tcp')) === protocol)
        .map(({ port }) => port)
        .filter((port) => !statedPorts.has(`${host} ${protocol} ${port}`))
      return missing.length === 0 ? [] : [requirementOf(dependency, protocol, [...new Set(missing)])]
    })
  })
}

/** A host that stands in several groups of the list is one: the first purpose, all ports. */
const combine = (hosts: readonly Dependency[]): Dependency[] => {
  const byHost = new Map<string, Dependency>()
  for (const dependency of hosts) {
    const first = byHost.get(dependency.host) ?? { ...dependency, ports: [] }
    const required = first.required || dependency.required
    byHost.set(dependency.host, { ...first, ports: [...first.ports, ...dependency.ports], required })
  }
  return [...byHost.values()]
}

const requirementOf = (dependency: Dependency, protocol: 'tcp' | 'udp', ports: readonly number[]): unknown => ({
  id: idOf(dependency.host, protocol),
  purpose: dependency.purpose,
  hosts: [dependency.host],
  ports: ports.map((port) => ({ port, probe: defaultProbe(protocol, port) })),
  protocol,
  required: dependency.required,
  expect: {
    ...(dependency.private && { private: true }),
    // Nothing says that a UDP service answers a stranger.
    ...(protocol === 'udp' && { provable: false }),
  },
})

/** A host longer than an id may be is cut in its suffix. */
const idOf = (host: string, protocol: 'tcp' | 'udp'): string =>
  `${protocol}.${host.replace('*', 'any').replace(/[^a-z0-9.-]/g, '-')}`.slice(0, 100)

/** Hosts of outbound rows that the list doesn't name: neither they, nor a name below the pattern, nor a pattern above the name. */
const missingFrom = (hosts: readonly Dependency[], rows: readonly Row[]): string[] => {
  const isNamed = (host: string): boolean =>
    hosts.some((one) => one.host === host || isBelow(one.host, host) || isBelow(host, one.host))
  const missing = rows
    .filter(
      ({ host, requirement }) => requirement.direction === 'outbound' && isHost(host, requirement) && !isNamed(host),
    )
    .map(({ host }) => host)
  return [...new Set(missing)]
}

/** Neither a service tag in a host's place, nor a host whose facts are not known. */
const isHost = (host: string, { ports }: Requirement): boolean =>
  ports.length > 0 && !host.includes('${') && host.includes('.')

const isBelow = (name: string, pattern: string): boolean => isWildcard(pattern) && name.endsWith(pattern.slice(1))

const MOST_NAMED = 5

const shorten = (hosts: readonly string[]): string =>
  hosts.slice(0, MOST_NAMED).join(', ') + (hosts.length > MOST_NAMED ? ` and ${hosts.length - MOST_NAMED} more` : '')
