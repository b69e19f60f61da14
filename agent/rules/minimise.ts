import { groupBy } from '../report/group-by.ts'
import { peerText } from './peer.ts'
import { common, union, without } from './ports.ts'
import type { Peer, PortRange, Rule } from './rule.ts'

/**
 * The fewest rules that let the same through, in the order of first mention: one for each far end and protocol; what a
 * wildcard, a wider service tag or a rule for both protocols lets through anyway needs none of its own. The reasons of what
 * was taken in stay with the rule that took it in.
 */
export const minimise = (rules: readonly Rule[]): Rule[] => {
  const byKey = new Map([...groupBy(rules, keyOf)].map(([key, alike]) => [key, join(alike)]))
  const takenIn = new Map<string, Rule[]>()
  const left = new Map<string, PortRange[]>()
  for (const [key, rule] of byKey) {
    const wider = widerKeys(rule).flatMap((one) => byKey.get(one) ?? [])
    left.set(key, without(rule.ports, union(wider.flatMap(({ ports }) => ports))))
    for (const one of wider.filter(({ ports }) => common(rule.ports, ports).length > 0)) {
      const others = takenIn.get(keyOf(one))
      if (others === undefined) takenIn.set(keyOf(one), [rule])
      else others.push(rule)
    }
  }
  return [...byKey].flatMap(([key, rule]) => {
    const ports = left.get(key) ?? []
    return ports.length === 0 ? [] : [{ ...join([rule, ...(takenIn.get(key) ?? [])]), ports }]
  })
}

const keyFor = (direction: string, protocol: string, kind: Peer['kind'], far: string): string =>
  JSON.stringify([direction, protocol, kind, far])

/** Service tags and names don't heed case. */
const farEnd = (peer: Peer): string => (peer.kind === 'pods' ? podsKey(peer) : peerText(peer).toLowerCase())

const podsKey = ({ namespace, labels }: Extract<Peer, { kind: 'pods' }>): string =>
  JSON.stringify([namespace, Object.entries(labels).sort()])

const keyOf = ({ direction, protocol, peer }: Rule): string => keyFor(direction, protocol, peer.kind, farEnd(peer))

/** Keys of all rules that would let through what this one does. */
const widerKeys = (rule: Rule): string[] => {
  const { direction, protocol, peer } = rule
  const ends = [farEnd(peer), ...widerEnds(peer)]
  const protocols = protocol === 'any' ? ['any'] : [protocol, 'any']
  return ends
    .flatMap((end) => protocols.map((one) => keyFor(direction, one, peer.kind, end)))
    .filter((key) => key !== keyOf(rule))
}

/** The wildcards above a name, the tag of all regions above a regional one, all pods of a namespace above some. */
const widerEnds = (peer: Peer): string[] => {
  switch (peer.kind) {
    case 'name': {
      const labels = peer.name.replace(/^\*\./, '').split('.')
      const parents = labels.map((_, n) => `*.${labels.slice(n).join('.')}`)
      // A wildcard doesn't contain the name that it is below.
      return parents.slice(1)
    }
    case 'tag':
      return peer.tag.includes('.') ? [peer.tag.slice(0, peer.tag.indexOf('.')).toLowerCase()] : []
    case 'pods':
      return [podsKey({ ...peer, labels: {} })]
    case 'address':
    case 'unnamed':
    case 'api-server':
      return []
  }
}

/** One rule for all, with the far end of the first. */
const join = ([first, ...others]: readonly [Rule, ...Rule[]]): Rule => {
  const all = [first, ...others]
  const each = (of: (rule: Rule) => readonly string[]) => [...new Set(all.flatMap(of))]
  return {
    ...first,
    ports: union(all.flatMap(({ ports }) => ports)),
    tags: each(({ tags }) => tags),
    purposes: each(({ purposes }) => purposes),
    requirements: each(({ requirements }) => requirements),
    vantages: each(({ vantages }) => vantages),
    seen: each(({ seen }) => seen),
  }
}
