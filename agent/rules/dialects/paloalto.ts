import { isWildcard } from '../../catalogue/host.ts'
import { objectNames } from '../object-names.ts'
import { portText } from '../ports.ts'
import { panString } from '../quote.ts'
import { comments, headLines, reasonText, titled } from '../remarks.ts'
import type { Asked, Omission, Rule } from '../rule.ts'
import { addressesOf, byName, grouped, namesOf, trafficText, type Group } from '../views.ts'

/** PAN-OS' limits. */
const MOST_NAME = 63
const MOST_DESCRIPTION = 255

/**
 * `paloalto`: `set` commands of PAN-OS. Plain names become FQDN objects; a wildcard, which an object can't be, an entry of a
 * custom URL category, which TLS names and HTTP hosts are compared with.
 */
export const paloalto = (asked: Asked): string => {
  const omitted: Omission[] = []
  const rules = asked.rules.filter((rule) => {
    const { peer, protocol } = rule
    if (peer.kind !== 'name' || !isWildcard(peer.name) || protocol !== 'udp') return true
    omitted.push({ what: `${peer.name} ${trafficText(rule)}`, why: 'PAN-OS knows wildcards in HTTP and TLS alone' })
    return false
  })
  const view = byName({ ...asked, rules }, ['outbound'])
  const groups = grouped(view.rules)
  const head = headLines(asked, [...view.omitted, ...omitted], 'PAN-OS commands for Azure Machine Learning', [
    'For configuration mode; leave out the lines with #. Set the zones and the source of the rules, then commit.',
    'No PAN-OS can be had for our tests: the commands are written after its documentation.',
  ])
  const nameFor = objectNames(MOST_NAME)
  return [
    ...comments('#', head),
    '',
    ...serviceLines(groups),
    ...groups.flatMap((group) => groupLines(group, nameFor)),
    '',
  ].join('\n')
}

const protocolsOf = ({ protocol }: Pick<Rule, 'protocol'>): string[] =>
  protocol === 'any' ? ['tcp', 'udp'] : [protocol]

const servicesOf = (group: Pick<Rule, 'protocol' | 'ports'>): string[] =>
  protocolsOf(group).flatMap((protocol) => group.ports.map((range) => `connprobe-${protocol}-${portText(range)}`))

const serviceLines = (groups: readonly Group[]): string[] => [
  ...new Set(
    groups.flatMap((group) =>
      protocolsOf(group).flatMap((protocol) =>
        group.ports.map(
          (range) =>
            `set service connprobe-${protocol}-${portText(range)} protocol ${protocol} port ${portText(range)}`,
        ),
      ),
    ),
  ),
]

const groupLines = (group: Group, nameFor: (text: string) => string): string[] => {
  const names = namesOf(group.rules)
  const wildcards = names.filter(isWildcard)
  const objects = [
    ...names
      .filter((name) => !isWildcard(name))
      .map((name) => ({ object: nameFor(`connprobe-${name}`), value: `fqdn ${name}` })),
    ...addressesOf(group.rules).map((address) => ({
      object: nameFor(`connprobe-${address}`),
      value: `ip-netmask ${address}`,
    })),
  ]
  const rule = (destination: string, category: string) => {
    const name = nameFor(`connprobe-${group.purposes[0] ?? ''}`)
    return [
      `set rulebase security rules ${name} from any to any source any ${destination} application any`,
      `service [ ${servicesOf(group).join(' ')} ] category ${category} action allow`,
      `description ${panString(reasonText(group, MOST_DESCRIPTION))}`,
    ].join(' ')
  }
  const category = wildcards.length > 0 ? nameFor(`connprobe-${group.purposes[0] ?? ''}`.slice(0, 31)) : ''
  return [
    '',
    ...comments('#', titled(group)),
    ...objects.map(({ object, value }) => `set address ${object} ${value}`),
    ...(objects.length > 0 ? [rule(`destination [ ${objects.map(({ object }) => object).join(' ')} ]`, 'any')] : []),
    ...(wildcards.length > 0
      ? [
          `set profiles custom-url-category ${category} type "URL List"`,
          `set profiles custom-url-category ${category} list [ ${wildcards.map((name) => `${name}/`).join(' ')} ]`,
          rule('destination any', category),
        ]
      : []),
  ]
}
