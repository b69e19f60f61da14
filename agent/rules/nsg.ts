/** Rules of a network security group, whatever language they are written in. */
import { UsageError } from '../usage-error.ts'
import { objectNames } from './object-names.ts'
import { peerText } from './peer.ts'
import { portText } from './ports.ts'
import { headLines, reasonText, titled } from './remarks.ts'
import type { Asked, Rule } from './rule.ts'
import { addressesOf, byTag, grouped } from './views.ts'

/** One security rule, in the words of Azure's API. */
type NsgRule = {
  readonly name: string
  readonly description: string
  readonly priority: number
  readonly direction: 'Inbound' | 'Outbound'
  readonly protocol: 'Tcp' | 'Udp' | '*'
  readonly sources: readonly string[]
  readonly destinations: readonly string[]
  readonly ports: readonly string[]
  readonly reason: readonly string[]
}

/** All of them, and the head of the file. */
export type Nsg = { readonly head: readonly string[]; readonly rules: readonly NsgRule[] }

/** Azure's limits: names, descriptions and priorities (100 to 4096) of a security rule. */
const MOST_NAME = 80
const MOST_DESCRIPTION = 140
const PRIORITY = { first: 1000, last: 4096 }
/** Room for rules of others in between, as long as there is. */
const STEP = 10

const PROTOCOLS = { tcp: 'Tcp', udp: 'Udp', any: '*' } as const

/**
 * The rules, one a service tag and protocol.
 * @throws UsageError when there are more than priorities
 */
export const nsg = (asked: Asked, usage: readonly string[]): Nsg => {
  const view = byTag(asked, ['outbound', 'inbound'])
  const tags = view.rules
    .filter(({ peer }) => peer.kind === 'tag')
    .map((rule) => ({ rule, far: [peerText(rule.peer)] }))
  const networks = grouped(view.rules.filter(({ peer }) => peer.kind === 'address')).map((group) => ({
    rule: { ...group.rules[0], ...group },
    far: addressesOf(group.rules),
  }))
  const all = [...tags, ...networks]
  const room = PRIORITY.last - PRIORITY.first + 1
  if (all.length > room)
    throw new UsageError([`${all.length} rules: a network security group has room for ${room} here`])
  const step = Math.min(STEP, Math.floor(room / Math.max(1, all.length)))
  const nameFor = objectNames(MOST_NAME)
  return {
    head: headLines(asked, view.omitted, 'Network security group rules for Azure Machine Learning', [
      'A network security group knows addresses and service tags, no names: what has no tag needs a firewall.',
      ...usage,
    ]),
    rules: all.map(({ rule, far }, n) => nsgRule(rule, far, nameFor, PRIORITY.first + n * step)),
  }
}

const nsgRule = (rule: Rule, far: string[], nameFor: (text: string) => string, priority: number): NsgRule => {
  const inbound = rule.direction === 'inbound'
  return {
    name: nameFor(`connprobe-${inbound ? 'in' : 'out'}-${rule.protocol}-${far[0] ?? ''}`),
    description: reasonText(rule, MOST_DESCRIPTION),
    priority,
    direction: inbound ? 'Inbound' : 'Outbound',
    protocol: PROTOCOLS[rule.protocol],
    sources: inbound ? far : ['VirtualNetwork'],
    destinations: inbound ? ['VirtualNetwork'] : far,
    ports: rule.ports.map((range) => portText(range)),
    reason: titled(rule),
  }
}
