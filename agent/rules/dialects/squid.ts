import { isWildcard } from '../../catalogue/host.ts'
import { portText, without } from '../ports.ts'
import { comments, headLines, titled } from '../remarks.ts'
import type { Asked, Omission, PortRange, Rule } from '../rule.ts'
import { addressesOf, byName, grouped, namesOf, trafficText, type Group } from '../views.ts'

/** Clients don't take SMB through a proxy. */
const SMB: readonly PortRange[] = [[445, 445]]
/** Asked for in the clear, not through a tunnel. */
const HTTP: PortRange = [80, 80]

/** `squid`: access lists and `http_access` lines, to be included before any line that denies. */
export const squid = (asked: Asked): string => {
  const omitted: Omission[] = []
  const rules = asked.rules.flatMap((rule) => throughProxy(rule, omitted))
  const view = byName({ ...asked, rules }, ['outbound'])
  const head = headLines(asked, [...view.omitted, ...omitted], 'Squid access rules for Azure Machine Learning', [
    'Include it in squid.conf before the first http_access deny, and narrow connprobe_clients to your subnets.',
    'Squid takes .example.com for example.com itself too.',
  ])
  return [
    ...comments('#', head),
    '',
    'acl connprobe_clients src 10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.168.0.0/16 fc00::/7 fe80::/10',
    'acl connprobe_tunnel method CONNECT',
    ...grouped(view.rules).flatMap((group, n) => groupLines(group, `connprobe_${n + 1}`)),
    '',
  ].join('\n')
}

/** What an HTTP proxy can carry. */
const throughProxy = (rule: Rule, omitted: Omission[]): Rule[] => {
  if (rule.direction !== 'outbound') return [rule]
  const ports = rule.protocol === 'udp' ? [] : without(rule.ports, SMB)
  const left = without(rule.ports, ports)
  const { peer } = rule
  if (left.length > 0 && (peer.kind === 'name' || peer.kind === 'address'))
    omitted.push({
      what: `${peer.kind === 'name' ? peer.name : peer.address} ${trafficText({ ...rule, ports: left })}`,
      why: "it doesn't go through an HTTP proxy: let it out at the firewall",
    })
  return ports.length === 0 ? [] : [{ ...rule, protocol: 'tcp', ports }]
}

const groupLines = (group: Group, name: string): string[] => {
  const names = squidNames(namesOf(group.rules))
  const addresses = addressesOf(group.rules)
  const clear = group.ports.some(([first, last]) => first <= HTTP[0] && HTTP[1] <= last)
  const tunnelled = without(group.ports, [HTTP])
  const ends = [
    ...(names.length > 0 ? [{ acl: `${name}_names`, line: `acl ${name}_names dstdomain ${names.join(' ')}` }] : []),
    // -n: names are not resolved to be compared with addresses.
    ...(addresses.length > 0
      ? [{ acl: `${name}_addresses`, line: `acl ${name}_addresses dst -n ${addresses.join(' ')}` }]
      : []),
  ]
  return [
    '',
    ...comments('#', titled(group)),
    ...ends.map(({ line }) => line),
    ...(tunnelled.length > 0 ? [`acl ${name}_ports port ${tunnelled.map((range) => portText(range)).join(' ')}`] : []),
    ...(clear ? [`acl ${name}_http port ${portText(HTTP)}`] : []),
    ...ends.flatMap(({ acl }) => [
      ...(tunnelled.length > 0 ? [`http_access allow connprobe_clients connprobe_tunnel ${acl} ${name}_ports`] : []),
      ...(clear ? [`http_access allow connprobe_clients !connprobe_tunnel ${acl} ${name}_http`] : []),
    ]),
  ]
}

/** `.example.com` holds example.com: Squid refuses a list with both. */
const squidNames = (names: readonly string[]): string[] =>
  names.filter((name) => !names.includes(`*.${name}`)).map((name) => (isWildcard(name) ? name.slice(1) : name))
