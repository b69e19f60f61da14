import type { Resource } from './wire.ts'

/** Names that a chain may lead through. */
const HOPS = 16

/** Where an answer leads. */
export type Chain = {
  readonly addresses: readonly string[]
  /** CNAME targets in order, the name asked for left out. */
  readonly chain: readonly string[]
  /** The chain comes back to a name it had before, or is longer than 16. */
  readonly loop: boolean
  /** Lowest TTL of the records in use; null when none is. */
  readonly ttl: number | null
}

/** Follows the CNAMEs of an answer from `name` and takes the addresses at the end; records of other names don't count. */
export const followChain = (name: string, type: 'A' | 'AAAA', resources: readonly Resource[]): Chain => {
  const chain: string[] = []
  const ttls: number[] = []
  let current = name.toLowerCase()
  for (;;) {
    const alias = resources.find((resource) => resource.type === 'CNAME' && resource.name === current)
    if (alias === undefined) break
    if (chain.length === HOPS) return { addresses: [], chain, loop: true, ttl: Math.min(...ttls) }
    const seen = alias.data === name.toLowerCase() || chain.includes(alias.data)
    chain.push(alias.data)
    ttls.push(alias.ttl)
    if (seen) return { addresses: [], chain, loop: true, ttl: Math.min(...ttls) }
    current = alias.data
  }
  const ends = resources.filter((resource) => resource.type === type && resource.name === current)
  ttls.push(...ends.map(({ ttl }) => ttl))
  return {
    addresses: [...new Set(ends.map(({ data }) => data))],
    chain,
    loop: false,
    ttl: ttls.length === 0 ? null : Math.min(...ttls),
  }
}
