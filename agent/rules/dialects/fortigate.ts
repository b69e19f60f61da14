import { groupBy } from '../../report/group-by.ts'
import { objectNames } from '../object-names.ts'
import { isIpv6 } from '../peer.ts'
import { portText } from '../ports.ts'
import { fortiString } from '../quote.ts'
import { comments, headLines, reasonText, titled } from '../remarks.ts'
import type { Asked } from '../rule.ts'
import { addressesOf, byName, grouped, namesOf, trafficText, type Group } from '../views.ts'

/** FortiOS' limits: names of addresses and services, names of policies, comments. */
const MOST_NAME = 79
const MOST_POLICY_NAME = 35
const MOST_COMMENT = 255

type Objects = {
  readonly group: Group
  readonly service: string
  readonly v4: readonly Entry[]
  readonly v6: readonly Entry[]
}
type Entry = { readonly name: string; readonly lines: readonly string[] }

/** `fortigate`: FQDN addresses, services and policies of FortiOS 6.2.2 or later, which takes wildcards in addresses. */
export const fortigate = (asked: Asked): string => {
  const { rules, omitted } = byName(asked, ['outbound'])
  const head = headLines(asked, omitted, 'FortiOS configuration for Azure Machine Learning', [
    'Set the interfaces and the source of the policies, and put them before those that deny.',
    'A FortiGate learns the addresses of a wildcard from DNS answers that pass through it.',
    'No FortiOS can be had for our tests: the commands are written after its documentation.',
  ])
  const nameFor = objectNames(MOST_NAME)
  const policyNameFor = objectNames(MOST_POLICY_NAME)
  const groups = grouped(rules)
  const serviceNameFor = objectNames(MOST_NAME)
  const services = new Map(
    [...groupBy(groups, trafficText).keys()].map((text) => [text, serviceNameFor(`connprobe-${text}`)]),
  )
  const objects = groups.map((group) => objectsOf(group, services.get(trafficText(group)) ?? '', nameFor))
  return [
    ...comments('#', head),
    '',
    ...table(
      'firewall address',
      objects.flatMap(({ v4 }) => v4),
    ),
    ...table(
      'firewall address6',
      objects.flatMap(({ v6 }) => v6),
    ),
    ...table(
      'firewall service custom',
      [...new Map(objects.map((one) => [one.service, one.group]))].map(([name, group]) => ({
        name,
        lines: serviceLines(group),
      })),
    ),
    'config firewall policy',
    ...objects.flatMap((one) => policyLines(one, policyNameFor(`connprobe-${one.group.purposes[0] ?? ''}`))),
    'end',
    '',
  ].join('\n')
}

const objectsOf = (group: Group, service: string, nameFor: (text: string) => string): Objects => {
  const entry = (far: string, lines: readonly string[]): Entry => ({ name: nameFor(`connprobe-${far}`), lines })
  const addresses = addressesOf(group.rules)
  return {
    group,
    service,
    v4: [
      ...namesOf(group.rules).map((name) => entry(name, ['set type fqdn', `set fqdn ${fortiString(name)}`])),
      ...addresses
        .filter((address) => !isIpv6(address))
        .map((address) => entry(address, [`set subnet ${address.includes('/') ? address : `${address}/32`}`])),
    ],
    v6: addresses
      .filter(isIpv6)
      .map((address) => entry(address, [`set ip6 ${address.includes('/') ? address : `${address}/128`}`])),
  }
}

const serviceLines = ({ protocol, ports }: Group): string[] => {
  const list = ports.map((range) => portText(range)).join(' ')
  return [
    ...(protocol === 'udp' ? [] : [`set tcp-portrange ${list}`]),
    ...(protocol === 'tcp' ? [] : [`set udp-portrange ${list}`]),
  ]
}

const table = (name: string, entries: readonly Entry[]): string[] =>
  entries.length === 0
    ? []
    : [
        `config ${name}`,
        ...entries.flatMap((entry) => [
          `    edit ${fortiString(entry.name)}`,
          ...entry.lines.map((line) => `        ${line}`),
          '    next',
        ]),
        'end',
      ]

const policyLines = ({ group, service, v4, v6 }: Objects, name: string): string[] => [
  ...comments('    #', titled(group)),
  '    edit 0',
  ...[
    `set name ${fortiString(name)}`,
    'set srcintf "any"',
    'set dstintf "any"',
    ...(v4.length > 0 ? ['set srcaddr "all"', `set dstaddr ${list(v4)}`] : []),
    ...(v6.length > 0 ? ['set srcaddr6 "all"', `set dstaddr6 ${list(v6)}`] : []),
    `set service ${fortiString(service)}`,
    'set schedule "always"',
    'set action accept',
    `set comments ${fortiString(reasonText(group, MOST_COMMENT))}`,
  ].map((line) => `        ${line}`),
  '    next',
]

const list = (entries: readonly Entry[]): string => entries.map(({ name }) => fortiString(name)).join(' ')
