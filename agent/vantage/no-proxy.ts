import { BlockList, isIP } from 'node:net'

/** One entry of NO_PROXY, and whether it exempts a host (lower case, no brackets, no final dot) on a port. */
export type Exemption = { readonly entry: string; readonly matches: (host: string, port: number) => boolean }

/**
 * Reads a NO_PROXY list. No standard describes it, so this takes what curl, Go and Python have in common:
 *
 * - entries are parted by commas or white space; empty ones are nothing;
 * - `*` is every host; `example.org` and `.example.org` are the domain and all below it, `*.example.org` only what is below it;
 * - `10.1.2.3`, `10.0.0.0/8`, `fd00::/8` are addresses, for hosts given as addresses: no name is resolved for this;
 * - `example.org:8443`, `[::1]:8443` hold for this port only.
 *
 * What is none of these (`10.0.0.0/99`) is a name that no host has.
 */
export const readNoProxy = (list: string): Exemption[] =>
  list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => {
      const { pattern, port } = splitPort(entry.toLowerCase())
      const matchesHost = hostMatcher(pattern)
      return { entry, matches: (host, at) => (port === null || port === at) && matchesHost(host) }
    })

const splitPort = (entry: string): { pattern: string; port: number | null } => {
  const bracketed = /^\[(?<host>[^\]]+)\](?::(?<port>\d+))?$/.exec(entry)?.groups
  const named = /^(?<host>[^:]+):(?<port>\d+)$/.exec(entry)?.groups
  const { host = entry, port } = bracketed ?? named ?? {}
  return { pattern: host, port: port === undefined ? null : Number(port) }
}

const hostMatcher = (pattern: string): ((host: string) => boolean) => {
  if (pattern === '*') return () => true
  const addresses = readAddresses(pattern)
  if (addresses !== null) return (host) => isIP(host) !== 0 && addresses.check(host, familyOf(host))
  if (pattern.startsWith('*.')) return (host) => host.endsWith(pattern.slice(1))
  const domain = pattern.replace(/^\.+|\.+$/g, '')
  return (host) => domain !== '' && (host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`)))
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** An address or a network in CIDR notation; null: neither. */
const readAddresses = (pattern: string): BlockList | null => {
  const [address = '', bits, ...rest] = pattern.split('/')
  const width = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  const prefix = bits === undefined ? width : /^\d+$/.test(bits) ? Number(bits) : -1
  if (rest.length > 0 || prefix < 0 || prefix > width) return null
  const list = new BlockList()
  list.addSubnet(address, prefix, familyOf(address))
  return list
}
