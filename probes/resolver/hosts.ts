import { isIP } from 'node:net'

/** Addresses by name, as /etc/hosts has them. */
export type Hosts = ReadonlyMap<string, readonly string[]>

/** Lines that are read. */
const LINES = 100_000

/**
 * Reads /etc/hosts (hosts(5)). Names are lower case; the addresses of all lines of a name count, in their order, as in glibc.
 * What is no address is skipped.
 */
export const parseHosts = (text: string): Hosts => {
  const hosts = new Map<string, string[]>()
  for (const line of text.split('\n', LINES)) {
    const [address = '', ...names] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/)
    if (isIP(address) === 0) continue
    for (const name of names.map((name) => name.toLowerCase())) {
      const addresses = hosts.get(name) ?? []
      if (!addresses.includes(address)) hosts.set(name, [...addresses, address])
    }
  }
  return hosts
}

/** What the machine says of a name without asking anyone; `localhost` is loopback even where the file forgets it (RFC 6761). */
export const findInHosts = (hosts: Hosts, name: string): readonly string[] | undefined =>
  hosts.get(name) ?? (name === 'localhost' ? ['127.0.0.1', '::1'] : undefined)
