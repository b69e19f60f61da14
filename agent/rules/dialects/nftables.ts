import { isIpv6 } from '../peer.ts'
import { portText } from '../ports.ts'
import { comments, headLines, titled } from '../remarks.ts'
import type { Asked, Rule } from '../rule.ts'
import { addressesOf, byName, grouped, namesOf, type Group } from '../views.ts'

const TABLE = 'inet filter'
const CHAIN = 'connprobe'
/** dnsmasq reads lines of at most 1024 characters. */
const MOST_LINE = 800

/**
 * `nftables`: a chain to jump to. nftables knows addresses alone: each rule has a set of them, which holds what a report saw
 * and which dnsmasq fills as it resolves the names.
 */
export const nftables = (asked: Asked): string => {
  const { rules, omitted } = byName(asked, ['outbound'])
  const groups = grouped(rules).map((group, n) => ({ group, set: `${CHAIN}_${n + 1}` }))
  const head = headLines(asked, omitted, 'nftables rules for Azure Machine Learning', [
    `Load it (nft -f FILE), then jump to its chain before anything that drops, for instance`,
    `    nft insert rule ${TABLE} forward ip saddr 10.0.0.0/24 jump ${CHAIN}`,
    'An accept in a table of its own would not do: every table must let a packet through. Rename the table to yours.',
    'Addresses of names change: sets hold those that a report saw, if any, and dnsmasq adds what it resolves for its',
    'clients, with the lines "nftset=" in its configuration; it takes example.com for all names below it too.',
  ])
  return [
    '#!/usr/sbin/nft -f',
    ...comments('#', head),
    '',
    `add table ${TABLE}`,
    `add chain ${TABLE} ${CHAIN}`,
    `flush chain ${TABLE} ${CHAIN}`,
    ...groups.flatMap(({ group, set }) => groupLines(group, set)),
    '',
  ].join('\n')
}

const groupLines = (group: Group, set: string): string[] => {
  const known = [...new Set([...addressesOf(group.rules), ...group.rules.flatMap(({ seen }) => seen)])]
  const families = [
    { family: 'ip', set: `${set}_v4`, type: 'ipv4_addr', elements: known.filter((address) => !isIpv6(address)) },
    { family: 'ip6', set: `${set}_v6`, type: 'ipv6_addr', elements: known.filter(isIpv6) },
  ]
  return [
    '',
    ...comments('#', titled(group)),
    ...dnsmasqLines(namesOf(group.rules), set),
    ...families.flatMap(({ set, type, elements }) => [
      `add set ${TABLE} ${set} { type ${type}; flags interval; auto-merge; }`,
      ...(elements.length > 0 ? [`add element ${TABLE} ${set} { ${elements.join(', ')} }`] : []),
    ]),
    ...families.map(({ family, set }) => `add rule ${TABLE} ${CHAIN} ${family} daddr @${set} ${traffic(group)} accept`),
  ]
}

const traffic = ({ protocol, ports }: Pick<Rule, 'protocol' | 'ports'>): string => {
  const list = ports.map((range) => portText(range)).join(', ')
  return `${protocol === 'any' ? 'meta l4proto { tcp, udp } th' : protocol} dport { ${list} }`
}

/** As comments: they belong into the configuration of dnsmasq. */
const dnsmasqLines = (names: readonly string[], set: string): string[] => {
  const lines: string[] = []
  for (const name of names.map((one) => one.replace(/^\*\./, ''))) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + name.length < MOST_LINE) lines[lines.length - 1] = `${last}${name}/`
    else lines.push(`# nftset=/${name}/`)
  }
  const table = TABLE.replace(' ', '#')
  return lines.map((line) => `${line}4#${table}#${set}_v4,6#${table}#${set}_v6`)
}
