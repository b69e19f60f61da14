import type { ResolveFacts } from '../observation.ts'
import { StepFault, type Resolve } from '../probe.ts'
import { listAddresses } from './addresses.ts'
import { createCache } from './cache.ts'
import { findInHosts, type Hosts } from './hosts.ts'
import { createLog } from './log.ts'
import { parseName, type Name } from './name.ts'
import { factsOf, resolveName, type Outcome, type Settings } from './resolution.ts'
import { createShare, type Flight } from './share.ts'

/** What the resolver needs to know of this machine. */
export type ResolverOptions = Settings & {
  readonly hosts: Hosts
  /** Bounds the names that are asked for at once, each with some six sockets: at least as many as are probed at once. */
  readonly limit: <T>(work: () => Promise<T>) => Promise<T>
}

/** Names that are remembered. */
const CACHE_SIZE = 10_000
/** Longest time that an answer is remembered, seconds: a daemon should notice a change within a round. */
const MAX_TTL_SECONDS = 60
/** How long it is remembered that a name or its addresses don't exist, seconds: for the endpoints that share it. */
const NEGATIVE_SECONDS = 5

/**
 * The resolver of a run: /etc/hosts, then the DNS servers as the system would ask them, only less patiently; never dns.lookup. A
 * name that is asked for twice is asked for once while it is under way, and after it for its time to live; a fault but NXDOMAIN
 * and NODATA is never remembered, so that it can be confirmed.
 *
 * Rejects with a StepFault that carries the ResolveFacts: `rcode` (NXDOMAIN, NODATA, SERVFAIL, ...), `timeout` (silence), `errno`
 * (all servers refused by ICMP), `malformed`, `closed` and `reset` (TCP), `aborted` (the signal), `unsupported` (no name that
 * DNS could have).
 */
export const createResolver = (options: ResolverOptions): Resolve => {
  const { clock, hosts, hasIpv6, limit } = options
  const cache = createCache<Outcome>(CACHE_SIZE, clock)
  const share = createShare<Outcome>()
  const start =
    (name: Name, key: string) =>
    (signal: AbortSignal): Flight<Outcome> => {
      const log = createLog(clock)
      const resolve = async () => {
        const outcome = await limit(() => resolveName(name, options, log, signal))
        if (!signal.aborted) cache.set(key, outcome, secondsToKeep(outcome))
        return outcome
      }
      return {
        result: resolve(),
        partial: () => ({ facts: factsOf(name, {}, options, log), fault: { kind: 'aborted' } }),
      }
    }
  return async (text, signal) => {
    const name = parseName(text)
    if (name === null) throw new StepFault({ kind: 'unsupported', code: 'invalid-name' }, nothing(text))
    const local = name.absolute ? undefined : findInHosts(hosts, name.text)
    if (local) return { ...nothing(name.text), source: 'hosts', ...listAddresses(local, hasIpv6) }
    const key = name.absolute ? `${name.text}.` : name.text
    const { facts, fault } = cache.get(key) ?? (await share(key, start(name, key), signal))
    if (fault) throw new StepFault(fault, facts)
    return facts
  }
}

const nothing = (name: string): ResolveFacts => ({ name, source: 'dns', addresses: [], chain: [], answers: [] })

/** For how long an outcome holds: what the answers in use say, or a moment where there is nothing. */
const secondsToKeep = ({ facts, fault }: Outcome): number => {
  if (fault) return fault.code === 'NXDOMAIN' || fault.code === 'NODATA' ? NEGATIVE_SECONDS : 0
  const ttls = facts.answers.filter(({ addresses }) => addresses.length > 0).map(({ ttl }) => ttl ?? 0)
  return Math.min(MAX_TTL_SECONDS, ...ttls)
}
