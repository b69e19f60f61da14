/** What the manifests ask a firewall to let through, as stated. */
import { isRuledOut, missingFacts } from '../catalogue/applies.ts'
import { factsIn, hostsIn, toAscii } from '../catalogue/host.ts'
import type { Manifest, Requirement } from '../catalogue/manifest.ts'
import { fillKnown, type FactValues } from '../catalogue/names.ts'
import { parseRange, type StatedPort } from '../catalogue/ports.ts'
import type { Workloads } from '../catalogue/workloads.ts'
import type { Cloud } from '../model.ts'
import { farEnd, tagPeer } from './peer.ts'
import { union } from './ports.ts'
import { optional } from './remarks.ts'
import { ALL_PORTS, type Asked, type FarEnd, type Omission, type PortRange, type Rule } from './rule.ts'

/** What is asked for, and under which facts. */
export type Statement = {
  readonly manifests: readonly Manifest[]
  readonly cloud: Cloud
  readonly facts: FactValues
}

/** One rule for each host that the manifests state for the cloud, in their order. Patterns stay patterns. */
export const statedRules = ({ manifests, cloud, facts }: Statement, workloads: Workloads): Asked => {
  const omitted: Omission[] = []
  const rules = manifests.flatMap(({ name, requirements }) =>
    requirements
      .filter((requirement) => !isRuledOut(requirement, facts))
      .flatMap((requirement) => {
        const why = whyNot(requirement, facts)
        return hostsIn(requirement.hosts, cloud).flatMap((host) => {
          const end = why === null ? statedEnd(requirement, host, facts, workloads) : null
          if (end !== null) return [ruleOf(name, requirement, end, facts)]
          omitted.push({ what: fillKnown(host, facts), why: why ?? 'it is neither a host name nor a known workload' })
          return []
        })
      }),
  )
  const known = Object.entries(facts).map(([fact, value]) => `${fact}=${value}`)
  return {
    rules,
    omitted,
    origin: [
      `What the manifests ask for: ${manifests.map(({ name }) => name).join(', ')} (${cloud} cloud)`,
      ...(known.length > 0 ? [`Facts: ${known.sort().join(', ')}`] : []),
    ],
  }
}

const whyNot = ({ expect, when, ports, direction }: Requirement, facts: FactValues): string | null => {
  if (expect?.reachable === false) return 'it must not be reachable'
  if (ports.length === 0 && direction !== 'in-cluster') return 'its document names no port'
  const unknown = Object.keys(when ?? {}).filter((fact) => facts[fact] === undefined)
  return unknown.length > 0 ? missingFacts(unknown, 'whether it applies depends on').says : null
}

const statedEnd = (requirement: Requirement, host: string, facts: FactValues, workloads: Workloads): FarEnd | null => {
  const template = fillKnown(host, facts)
  const missing = factsIn(template)
  if (missing.length > 0) return { peer: { kind: 'unnamed', template, missing } }
  if (!requirement.serviceTags.includes(host)) return farEnd(toAscii(template), requirement.direction, workloads)
  const peer = tagPeer(template)
  return peer === null ? null : { peer }
}

const ruleOf = (manifest: string, requirement: Requirement, end: FarEnd, facts: FactValues): Rule => {
  const { id, purpose = id, required, direction, protocol, ports, serviceTags, vantage } = requirement
  return {
    direction,
    peer: end.peer,
    protocol,
    ports: end.ports ?? (ports.length > 0 ? union(ports.map(rangeOf)) : ALL_PORTS),
    tags: serviceTags.map((tag) => fillKnown(tag, facts)),
    purposes: [required ? purpose : optional(purpose)],
    requirements: [`${manifest}/${id}`],
    vantages: [vantage],
    seen: [],
  }
}

const rangeOf = (stated: StatedPort): PortRange => {
  if (typeof stated === 'string') return parseRange(stated) ?? [0, 0]
  const port = typeof stated === 'object' ? stated.port : stated
  return [port, port]
}
