/** What is asked for, in the terms of one kind of firewall. */
import { groupBy } from '../report/group-by.ts'
import { minimise } from './minimise.ts'
import { peerText, tagPeer } from './peer.ts'
import { common, isEveryPort, portText, union, without } from './ports.ts'
import type { Asked, Omission, Peer, PortRange, Rule, View } from './rule.ts'

/** Ways of a rule, as a view may keep them. */
type Direction = Rule['direction']

const OTHER_WAY: Readonly<Record<Direction, string>> = {
  outbound: 'it is outbound',
  inbound: 'it is inbound: a rule of the network security group lets it in (--for nsg-az)',
  'in-cluster': 'it is within the Kubernetes cluster (--for networkpolicy, --for cilium)',
}

/** For what knows service tags and addresses and no names: a name is let through by the tags that contain it. */
export const byTag = (asked: Asked, directions: readonly Direction[]): View =>
  viewOf(asked, directions, (rule, leaveOut) => {
    if (rule.peer.kind === 'tag' || rule.peer.kind === 'address') return [rule]
    if (rule.tags.length === 0) return leaveOut(rule, 'no service tag contains it')
    const peers = rule.tags.map(tagPeer)
    // A part of the tags lets a part of the addresses through, which is worse than none.
    if (!peers.every((peer) => peer !== null)) return leaveOut(rule, missingFor(rule.tags.join(', ')))
    return peers.map((peer) => ({ ...rule, peer, tags: [] }))
  })

/** For what knows names and addresses and no service tags. */
export const byName = (asked: Asked, directions: readonly Direction[]): View =>
  viewOf(asked, directions, (rule, leaveOut) => {
    if (rule.peer.kind === 'tag')
      return leaveOut(rule, "it is a service tag, which only Azure knows: give Microsoft's file as --service-tags FILE")
    return [rule]
  })

/** For what knows names and service tags: a name that the rules by tag let through anyway needs none of its own. */
export const byNameAndTag = (asked: Asked, directions: readonly Direction[]): View => {
  const view = viewOf(asked, directions, (rule) => [rule])
  const allowed = groupBy(
    view.rules.filter(({ peer }) => peer.kind === 'tag'),
    ({ peer }) => peerText(peer).toLowerCase(),
  )
  const rules = view.rules.flatMap((rule): Rule[] => {
    if (rule.peer.kind !== 'name' || rule.tags.length === 0) return [rule]
    const covered = rule.tags.reduce<readonly PortRange[]>(
      (ports, tag) => common(ports, portsOf(allowed.get(tag.toLowerCase()) ?? [], rule.protocol)),
      rule.ports,
    )
    if (covered.length === 0) return [rule]
    const throughTags = rule.tags
      .flatMap((tag) => tagPeer(tag) ?? [])
      .map((peer) => ({ ...rule, peer, ports: covered }))
    const ports = without(rule.ports, covered)
    return ports.length === 0 ? throughTags : [{ ...rule, ports }, ...throughTags]
  })
  return { rules: minimise(rules), omitted: view.omitted }
}

/** Service tags as the networks that Microsoft's file lists for them; tags that aren't in it stay. */
export const withNetworks = (asked: Asked, networksOf: (tag: string) => readonly string[]): Asked => ({
  ...asked,
  rules: asked.rules.flatMap((rule): Rule[] => {
    const { peer } = rule
    const networks = peer.kind === 'tag' ? networksOf(peer.tag) : []
    return networks.length === 0
      ? [rule]
      : networks.map((address) => ({ ...rule, peer: { kind: 'address', address: address.toLowerCase() } }))
  }),
})

type LeaveOut = (rule: Rule, why: string) => []

const viewOf = (
  { rules, omitted }: Asked,
  directions: readonly Direction[],
  express: (rule: Rule, leaveOut: LeaveOut) => readonly Rule[],
): View => {
  const left: Omission[] = []
  const leaveOut: LeaveOut = (rule, why) => {
    left.push({ what: `${peerText(rule.peer)} ${trafficText(rule)}`, why })
    return []
  }
  const expressed = rules.flatMap((rule) => {
    if (!directions.includes(rule.direction)) return leaveOut(rule, OTHER_WAY[rule.direction])
    const made = express(rule, leaveOut)
    return made.flatMap((one) => (one.peer.kind === 'unnamed' ? leaveOut(one, missingFor(one.peer.template)) : [one]))
  })
  return { rules: minimise(expressed), omitted: [...omitted, ...left] }
}

const missingFor = (template: string): string => {
  const facts = [...new Set([...template.matchAll(/\$\{([^}]*)\}/g)].map(([, fact]) => fact ?? ''))]
  return facts.length === 0
    ? 'its service tag is malformed'
    : `its name depends on a fact: give ${facts.map((fact) => `--set ${fact}=VALUE`).join(' ')}`
}

const portsOf = (rules: readonly Rule[], protocol: Rule['protocol']): PortRange[] =>
  union(rules.filter((rule) => rule.protocol === 'any' || rule.protocol === protocol).flatMap(({ ports }) => ports))

/** `tcp 443, 8704-8710`. */
export const trafficText = ({ protocol, ports }: Pick<Rule, 'protocol' | 'ports'>): string => {
  const list = isEveryPort(ports) ? 'all ports' : ports.map((range) => portText(range)).join(', ')
  return `${protocol === 'any' ? 'tcp and udp' : protocol} ${list}`
}

/** Far ends that are let through alike and for the same reason: one rule of a firewall. */
export type Group = Omit<Rule, 'peer' | 'tags' | 'seen'> & { readonly rules: readonly [Rule, ...Rule[]] }

/** Rules that differ in nothing but the far end and the requirement, together. */
export const grouped = (rules: readonly Rule[]): Group[] =>
  [...groupBy(rules, likeness).values()].map((alike) => {
    const { direction, protocol, ports, purposes } = alike[0]
    const each = (of: (rule: Rule) => readonly string[]) => [...new Set(alike.flatMap(of))]
    return {
      direction,
      protocol,
      ports,
      purposes,
      requirements: each(({ requirements }) => requirements),
      vantages: each(({ vantages }) => vantages),
      rules: alike,
    }
  })

const likeness = ({ direction, protocol, ports, purposes }: Rule): string =>
  JSON.stringify([direction, protocol, ports, purposes])

/** The names of these far ends. */
export const namesOf = (rules: readonly { readonly peer: Peer }[]): string[] =>
  rules.flatMap(({ peer }) => (peer.kind === 'name' ? [peer.name] : []))

/** The addresses and networks of these far ends. */
export const addressesOf = (rules: readonly { readonly peer: Peer }[]): string[] =>
  rules.flatMap(({ peer }) => (peer.kind === 'address' ? [peer.address] : []))
