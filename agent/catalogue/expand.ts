/** Requirements and facts to endpoints: what a run probes, and what it can't. */
import type { Cloud, Endpoint, RequirementRef, Vantage } from '../model.ts'
import { UsageError } from '../usage-error.ts'
import { isRuledOut, missingFacts, whyUntestable, type Untestable } from './applies.ts'
import { hostProblem, hostsIn } from './host.ts'
import type { Manifest, Requirement } from './manifest.ts'
import { mergeEndpoints } from './merge.ts'
import { concreteNames, fillKnown, type ConcreteName, type FactValues } from './names.ts'
import { plainPorts, type PlainPort } from './ports.ts'

/** What endpoints are made of. `facts` are checked already; `kind` is what this machine is. */
export type Selection = {
  readonly manifests: readonly Manifest[]
  readonly cloud: Cloud
  readonly facts: FactValues
  readonly kind: Vantage['kind']
}

/** More than this is a mistake in a manifest. */
const MOST_ENDPOINTS = 100_000

/**
 * The endpoints that the manifests ask for in this cloud, in the manifests' order, each once with all requirements that ask
 * for it. Rows that state a service tag yield none: the hosts that carry the tag stand for it.
 * @throws UsageError when there are too many, or a fact makes a host that can't be one
 */
export const expand = ({ manifests, cloud, facts, kind }: Selection): Endpoint[] => {
  const endpoints = manifests.flatMap((manifest) =>
    manifest.requirements
      .filter((requirement) => !isRuledOut(requirement, facts))
      .flatMap((requirement) => {
        const reason = whyUntestable(requirement, facts, kind)
        return hostsIn(requirement.hosts, cloud)
          .filter((host) => !isServiceTag(requirement, host) || requirement.direction === 'inbound')
          .flatMap((host) => expandHost(manifest.name, requirement, host, facts, reason))
      }),
  )
  if (endpoints.length > MOST_ENDPOINTS)
    throw new UsageError([`the manifests make ${endpoints.length} endpoints: at most ${MOST_ENDPOINTS}`])
  return mergeEndpoints(endpoints)
}

/** A row of the document that names a service tag instead of hosts has the tag as its host. */
const isServiceTag = ({ serviceTags }: Requirement, host: string): boolean => serviceTags.includes(host)

const expandHost = (
  manifest: string,
  requirement: Requirement,
  host: string,
  facts: FactValues,
  reason: Untestable | null,
): Endpoint[] => {
  const { names, missing } = isServiceTag(requirement, host)
    ? { names: [], missing: [] }
    : concreteNames(requirement, host, facts)
  const noName = missing.length > 0 ? missingFacts(missing) : NOT_DERIVABLE
  const untestable = reason ?? (names.length > 0 ? null : noName)
  const targets: readonly ConcreteName[] = names.length > 0 ? names : [{ host }]
  return targets.flatMap((name) => {
    const problem = names.length > 0 ? hostProblem(name.host) : null
    if (problem !== null) throw new UsageError([`${host}: with the given facts ${problem}`])
    return plainPorts(requirement).map((port) => ({
      host: name.host,
      port: port.port,
      protocol: port.protocol,
      probe: port.probe,
      ...settingsOf(requirement, port),
      requirements: [refOf(manifest, requirement, host, name, port, facts)],
      ...(untestable && { untestable }),
    }))
  })
}

const NOT_DERIVABLE: Untestable = { cause: 'not-derivable', says: 'no concrete name of this pattern is published' }

/** What the requirement says of this port, as far as the port's probe heeds it. */
const settingsOf = (
  { path, tls, sni, expect = {} }: Requirement,
  { probe }: PlainPort,
): Pick<Endpoint, 'path' | 'tls' | 'sni' | 'expect'> => ({
  ...(path !== undefined && path !== '/' && ['http', 'https', 'websocket'].includes(probe) && { path }),
  ...(tls !== undefined && probe === 'websocket' && { tls }),
  ...(sni !== undefined && ['https', 'tls', 'websocket'].includes(probe) && { sni }),
  expect: expect as Endpoint['expect'],
})

const refOf = (
  manifest: string,
  requirement: Requirement,
  host: string,
  name: ConcreteName,
  port: PlainPort,
  facts: FactValues,
): RequirementRef => ({
  manifest,
  id: requirement.id,
  purpose: requirement.purpose ?? requirement.id,
  host,
  required: requirement.required,
  ...(requirement.section !== undefined && { section: requirement.section }),
  ...(requirement.serviceTags.length > 0 && {
    serviceTags: requirement.serviceTags.map((tag) => fillKnown(tag, facts)),
  }),
  ...(name.certainty !== undefined && { certainty: name.certainty }),
  ...(port.listener !== undefined && { listener: port.listener }),
  vantage: requirement.vantage,
  direction: requirement.direction,
})
