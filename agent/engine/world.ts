import { connectTcp } from '../../probes/connect.ts'
import type { ProxyFor, TrustStore, World, Clock } from '../../probes/probe.ts'
import { createResolver } from '../../probes/resolver/resolver.ts'
import type { DnsServer } from '../../probes/resolver/server.ts'
import type { Hosts } from '../../probes/resolver/hosts.ts'
import { VERSION } from '../version.ts'
import { createHandshakeGate } from './handshake-gate.ts'
import type { Machine } from '../model.ts'
import { createLimit } from './limit.ts'

/** What the world is made of: this machine's settings, as found. */
export type WorldParts = {
  readonly clock: Clock
  readonly resolvers: readonly DnsServer[]
  readonly search: readonly string[]
  readonly ndots: number
  readonly hosts: Hosts
  readonly hasIpv6: boolean
  readonly proxyFor: ProxyFor
  readonly stores: readonly TrustStore[]
  /** One probe's budget, milliseconds. */
  readonly timeoutMs: number
  /** Names looked up at once: no fewer than are probed at once, since waiting would eat a probe's budget. */
  readonly lookups: number
  /** Names this run in the User-Agent, so that a firewall's log can be searched for it. */
  readonly runId: string
}

/** This machine's network settings: for the world of the probes, and for the report. */
export type Settings = {
  readonly machine: Machine
  readonly parts: Omit<WorldParts, 'clock' | 'runId' | 'timeoutMs' | 'lookups'>
}

/** The real world of a run, as its probes may touch it. */
export const createWorld = (parts: WorldParts): World => ({
  clock: parts.clock,
  resolve: createResolver({
    servers: parts.resolvers,
    search: parts.search,
    ndots: parts.ndots,
    hosts: parts.hosts,
    hasIpv6: parts.hasIpv6,
    clock: parts.clock,
    connect: connectTcp,
    timeoutMs: parts.timeoutMs,
    limit: createLimit(parts.lookups),
  }),
  connect: connectTcp,
  proxyFor: parts.proxyFor,
  stores: parts.stores,
  handshake: createHandshakeGate(),
  userAgent: `connprobe/${VERSION} (run ${parts.runId})`,
})
