/**
 * Three network namespaces in a row: client, middlebox, servers. Nothing of them outlives the runner:
 * see namespaces.ts.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { finish, type Finished, type RunOptions } from './command.ts'
import { live, must, PREFIX, remove } from './namespaces.ts'

export type Role = 'client' | 'middlebox' | 'servers'
const ROLES: readonly Role[] = ['client', 'middlebox', 'servers']

/** Where things are in every network of the lab. */
export const PLACES = {
  client: '10.1.0.7',
  client6: '2603:1020:1::7',
  gateway: '10.1.0.1',
  gateway6: '2603:1020:1::1',
  /** The middlebox' and the servers' side of their link. */
  outside: '10.255.0.1',
  outside6: '2603:1020:ff::1',
  far: '10.255.0.2',
  far6: '2603:1020:ff::2',
  /** Azure's resolver. */
  resolver: '168.63.129.16',
}

export type Options = {
  /** Addresses of the servers, both families. */
  readonly addresses: readonly string[]
  readonly resolvConf: string
  /** Further lines of the hosts file. */
  readonly hosts: readonly string[]
  /** The client has an IPv6 address and route. */
  readonly ipv6: boolean
  /** Whether the client has a default route. */
  readonly defaultRoute: boolean
}

export type Network = {
  readonly namespace: (role: Role) => string
  /** Applies an nft ruleset; `ip6tables`-like families are nft's own `inet`. */
  readonly nft: (role: Role, ruleset: string) => void
  /** Runs `ip` commands, one a line. */
  readonly ip: (role: Role, commands: readonly string[]) => void
  /** Starts a process that lives until the network stops. */
  readonly start: (role: Role, command: readonly string[]) => ChildProcess
  /** Runs a command to its end, for `seconds` at most. */
  readonly run: (role: Role, command: readonly string[], options?: RunOptions) => Promise<Finished>
  readonly stop: () => void
}

let count = 0

/** @throws Error when `ip` refuses: not root, no namespaces */
export const startNetwork = ({ addresses, resolvConf, hosts, ipv6, defaultRoute }: Options): Network => {
  const id = `${PREFIX}-${process.pid}-${++count}`
  const namespace = (role: Role) => `${id}-${role}`
  const stop = () => {
    live.delete(stop)
    ROLES.map(namespace).forEach(remove)
  }
  live.add(stop)

  const ip = (role: Role, commands: readonly string[]) =>
    must('ip', ['-netns', namespace(role), '-batch', '-'], commands.join('\n'))
  const link = (name: string, a: Role, peer: string, b: Role) =>
    `link add ${name} netns ${namespace(a)} type veth peer name ${peer} netns ${namespace(b)}`

  must('ip', ['-batch', '-'], ROLES.map((role) => `netns add ${namespace(role)}`).join('\n'))
  for (const role of ROLES) {
    const settings = role === 'middlebox' ? [...SETTINGS, ...FORWARDING] : SETTINGS
    must('ip', ['netns', 'exec', namespace(role), 'sysctl', '-qw', ...settings])
  }
  must(
    'ip',
    ['-batch', '-'],
    [link('eth0', 'client', 'inside', 'middlebox'), link('outside', 'middlebox', 'eth0', 'servers')].join('\n'),
  )
  for (const role of ROLES) {
    mkdirSync(`/etc/netns/${namespace(role)}`, { recursive: true })
    writeFileSync(`/etc/netns/${namespace(role)}/resolv.conf`, resolvConf)
    writeFileSync(`/etc/netns/${namespace(role)}/hosts`, ['127.0.0.1 localhost', ...hosts, ''].join('\n'))
  }
  ip('client', [
    'link set lo up',
    'link set eth0 up',
    `address add ${PLACES.client}/24 dev eth0`,
    ...(defaultRoute ? [`route add default via ${PLACES.gateway}`] : []),
    ...(ipv6 ? [`address add ${PLACES.client6}/64 dev eth0 nodad`] : []),
    ...(ipv6 && defaultRoute ? [`route add default via ${PLACES.gateway6}`] : []),
  ])
  ip('middlebox', [
    'link set lo up',
    'link set inside up',
    'link set outside up',
    `address add ${PLACES.gateway}/24 dev inside`,
    `address add ${PLACES.gateway6}/64 dev inside nodad`,
    `address add ${PLACES.outside}/30 dev outside`,
    `address add ${PLACES.outside6}/64 dev outside nodad`,
    `route add default via ${PLACES.far}`,
    `route add default via ${PLACES.far6}`,
  ])
  ip('servers', [
    'link set lo up',
    'link set eth0 up',
    `address add ${PLACES.far}/30 dev eth0`,
    `address add ${PLACES.far6}/64 dev eth0 nodad`,
    `route add default via ${PLACES.outside}`,
    `route add default via ${PLACES.outside6}`,
    ...addresses.map((address) => `address add ${address}/${isIPv6(address) ? '128' : '32'} dev lo nodad`),
  ])

  const inside = (role: Role, command: readonly string[]) => ['netns', 'exec', namespace(role), ...command]
  return {
    namespace,
    ip,
    nft: (role, ruleset) => must('ip', inside(role, ['nft', '-f', '-']), ruleset),
    start: (role, command) => {
      const child = spawn('ip', inside(role, command), { stdio: ['ignore', 'pipe', 'pipe'] })
      child.on('error', () => undefined)
      return child
    },
    run: (role, command, options = {}) => finish(inside(role, command), options),
    stop,
  }
}

/**
 * IPv6 works from the first packet (no duplicate address detection), and every ICMP error that a rule asks for is sent, instead of a
 * few a second.
 */
const SETTINGS = [
  'net.ipv6.conf.all.accept_dad=0',
  'net.ipv6.conf.default.accept_dad=0',
  'net.ipv4.icmp_ratelimit=0',
  'net.ipv6.icmp.ratelimit=0',
]
const FORWARDING = ['net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1']
