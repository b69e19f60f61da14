/** Rules of an Azure Firewall policy, whatever language they are written in. */
import { isWildcard } from '../catalogue/host.ts'
import { objectNames } from './object-names.ts'
import { peerText } from './peer.ts'
import { common, portText, without } from './ports.ts'
import { headLines, reasonText, titled } from './remarks.ts'
import type { Asked, Omission, PortRange, Rule } from './rule.ts'
import { addressesOf, byNameAndTag, byTag, grouped, namesOf, trafficText, type Group } from './views.ts'

type Common = { readonly name: string; readonly description: string; readonly reason: readonly string[] }

/** Names over HTTP and HTTPS. */
export type ApplicationRule = Common & {
  readonly protocols: readonly { readonly type: 'Http' | 'Https'; readonly port: number }[]
  readonly names: readonly string[]
}

/** Names, or service tags and networks, on any port. */
export type NetworkRule = Common & {
  readonly protocol: 'TCP' | 'UDP' | 'Any'
  readonly names: readonly string[]
  readonly addresses: readonly string[]
  readonly ports: readonly string[]
}

/** The two collections, and the head of the file. */
export type Firewall = {
  readonly head: readonly string[]
  readonly network: readonly NetworkRule[]
  readonly application: readonly ApplicationRule[]
}

/** Priorities of the collections in their group: Azure looks at network rules first, whatever their priority. */
export const PRIORITIES = { network: 1000, application: 2000 } as const

const MOST_NAME = 80
const MOST_DESCRIPTION = 200
const HTTP = 80
const HTTPS = 443
const WEB: readonly PortRange[] = [
  [HTTP, HTTP],
  [HTTPS, HTTPS],
]
const PROTOCOLS = { tcp: 'TCP', udp: 'UDP', any: 'Any' } as const

/**
 * The rules: names on 80 and 443 in application rules, names on other ports in network rules, as Microsoft's document says.
 * A network rule takes no wildcard: there the service tags of the name stand for it.
 */
export const firewall = (asked: Asked, usage: readonly string[]): Firewall => {
  const omitted: Omission[] = []
  const nameable = asked.rules.flatMap((rule) => byWayOf(rule, asked, omitted))
  const view = byNameAndTag({ ...asked, rules: nameable }, ['outbound'])
  const nameFor = objectNames(MOST_NAME)
  const application = grouped(view.rules.flatMap((rule) => withPorts(rule, isName(rule), webPorts)))
  const network = grouped(view.rules.flatMap((rule) => withPorts(rule, true, otherPorts)))
  return {
    head: headLines(asked, [...view.omitted, ...omitted], 'Azure Firewall policy rules for Azure Machine Learning', [
      'Names on 80 and 443 are application rules, names on other ports network rules: those need the DNS proxy of the',
      'firewall, and its clients must ask it.',
      ...usage,
    ]),
    network: network.flatMap((group) => networkRules(group, nameFor)),
    application: application.map((group) => ({
      ...commonOf(group, nameFor),
      protocols: group.ports.flatMap(([first, last]) =>
        [HTTP, HTTPS]
          .filter((port) => first <= port && port <= last)
          .map((port) => ({ type: port === HTTP ? ('Http' as const) : ('Https' as const), port })),
      ),
      names: namesOf(group.rules),
    })),
  }
}

/** A wildcard on ports that aren't the web's, by its service tags there. */
const byWayOf = (rule: Rule, asked: Asked, omitted: Omission[]): Rule[] => {
  const { peer } = rule
  const others = otherPorts(rule)
  if (peer.kind !== 'name' || !isWildcard(peer.name) || others.length === 0) return [rule]
  const web = { ...rule, ports: webPorts(rule) }
  const kept = web.ports.length > 0 ? [web] : []
  if (rule.direction !== 'outbound') return kept
  const tagged = byTag({ ...asked, rules: [{ ...rule, ports: others }], omitted: [] }, ['outbound'])
  omitted.push(
    ...tagged.omitted.map(({ why }) => ({
      what: `${peer.name} ${trafficText({ ...rule, ports: others })}`,
      why: `a network rule of Azure Firewall takes no wildcard, and ${why}`,
    })),
  )
  return [...kept, ...tagged.rules]
}

const isName = ({ peer }: Rule): boolean => peer.kind === 'name'

/** The ports on which a name is a matter of application rules. */
const webPorts = ({ protocol, ports }: Rule): PortRange[] => (protocol === 'udp' ? [] : common(ports, WEB))

const otherPorts = (rule: Rule): PortRange[] => (isName(rule) ? without(rule.ports, webPorts(rule)) : [...rule.ports])

const withPorts = (rule: Rule, applies: boolean, portsOf: (rule: Rule) => PortRange[]): Rule[] => {
  const ports = applies ? portsOf(rule) : []
  return ports.length === 0 ? [] : [{ ...rule, ports }]
}

/** A network rule has names or addresses, not both. */
const networkRules = (group: Group, nameFor: (text: string) => string): NetworkRule[] => {
  const names = namesOf(group.rules)
  const addresses = [
    ...group.rules.flatMap(({ peer }) => (peer.kind === 'tag' ? [peerText(peer)] : [])),
    ...addressesOf(group.rules),
  ]
  const rest = () => ({
    ...commonOf(group, nameFor),
    protocol: PROTOCOLS[group.protocol],
    ports: group.ports.map((range) => portText(range)),
  })
  return [
    ...(names.length > 0 ? [{ ...rest(), names, addresses: [] }] : []),
    ...(addresses.length > 0 ? [{ ...rest(), names: [], addresses }] : []),
  ]
}

const commonOf = (group: Group, nameFor: (text: string) => string): Common => ({
  name: nameFor(group.purposes[0] ?? ''),
  description: reasonText(group, MOST_DESCRIPTION),
  reason: titled(group),
})
