import { isIP } from 'node:net'

/** Values by address prefix, IPv4 and IPv6, found by longest prefix first. */
export type PrefixMap<Value> = {
  /** false: `prefix` is no network in CIDR notation, nor an address. */
  readonly add: (prefix: string, value: Value) => boolean
  /** Values of every prefix that contains the address, longest prefix first; none for what is no address. */
  readonly lookup: (address: string) => Value[]
}

/** An address as a number, with the number of its bits. */
type Numbered = { readonly bits: 32 | 128; readonly value: bigint }

/**
 * A map with one table for each prefix length in use: a lookup costs as many steps as there are lengths, however many prefixes
 * there are.
 */
export const createPrefixMap = <Value>(): PrefixMap<Value> => {
  const tables = new Map<string, { bits: number; length: number; values: Map<bigint, Value[]> }>()
  return {
    add: (prefix, value) => {
      const [address = '', length, ...rest] = prefix.split('/')
      const number = toNumber(address)
      const size = length === undefined ? number?.bits : /^\d{1,3}$/.test(length) ? Number(length) : undefined
      if (number === null || size === undefined || size > number.bits || rest.length > 0) return false
      const name = `${number.bits}/${size}`
      const table = tables.get(name) ?? { bits: number.bits, length: size, values: new Map<bigint, Value[]>() }
      tables.set(name, table)
      const network = number.value >> BigInt(number.bits - size)
      const values = table.values.get(network)
      if (values === undefined) table.values.set(network, [value])
      else values.push(value)
      return true
    },
    lookup: (address) => {
      const number = toNumber(address)
      return [...tables.values()]
        .filter(({ bits }) => bits === number?.bits)
        .sort((a, b) => b.length - a.length)
        .flatMap(({ bits, length, values }) => values.get((number?.value ?? 0n) >> BigInt(bits - length)) ?? [])
    },
  }
}

const toNumber = (address: string): Numbered | null => {
  const family = address.includes('%') ? 0 : isIP(address)
  if (family === 4) return { bits: 32, value: fromGroups(address.split('.'), 8n) }
  return family === 6 ? { bits: 128, value: fromGroups(ipv6Groups(address), 16n) } : null
}

const fromGroups = (groups: readonly string[], width: bigint): bigint =>
  groups.reduce((sum, group) => (sum << width) | BigInt(width === 8n ? group : `0x${group}`), 0n)

/** The eight groups of an address whose form `isIP` has checked (RFC 4291, section 2.2). */
const ipv6Groups = (address: string): string[] => {
  const [head = [], tail = []] = address.split('::').map((part) =>
    part
      .split(':')
      .filter((group) => group !== '')
      .flatMap(ipv4Tail),
  )
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail]
}

/** `::ffff:192.0.2.1` ends in an IPv4 address: two groups. */
const ipv4Tail = (group: string): string[] => {
  if (!group.includes('.')) return [group]
  const value = fromGroups(group.split('.'), 8n)
  return [(value >> 16n).toString(16), (value & 0xffffn).toString(16)]
}
