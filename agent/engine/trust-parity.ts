import { createHash } from 'node:crypto'
import { observe } from '../../probes/observe.ts'
import type { Observation, TlsFacts, Trust } from '../../probes/observation.ts'
import type { Target, World } from '../../probes/probe.ts'
import { trustStore } from '../../probes/trust-store.ts'
import { authorityKey, authorityOf, isPrivateChain } from '../judge/trust.ts'
import type { ChainTrust, ClientTrust, Endpoint, RunEvidence } from '../model.ts'
import type { Client } from '../vantage/clients/client.ts'
import { createLimit } from './limit.ts'

/** Different chains that are asked about: one interceptor has one or two. */
const MOST_CHAINS = 6
/** Handshakes at once. */
const AT_ONCE = 8
/** One handshake's budget is the smaller of the probe's timeout and this, milliseconds. */
const HANDSHAKE_MS = 2000

/** A chain of this run, and where it came from. */
type Chain = { readonly facts: TlsFacts; readonly authority: string; readonly target: Target }

/**
 * The chains that the programs of this machine may not agree about: those that lead to no public root, of rows that have no CA of
 * their own. One for each authority and each set of intermediates.
 * @param all every chain, trusted publicly or not
 */
export const disputedChains = ({ endpoints }: RunEvidence, all: boolean): Chain[] => {
  const chains = new Map<string, Chain>()
  for (const { endpoint, observations } of endpoints)
    for (const observation of observations) {
      const facts = tlsIn(observation)
      const authority = facts === null ? null : authorityOf(facts)
      if (facts === null || authority === null) continue
      if (!all && (hasOwnAuthority(endpoint) || !isPrivateChain(facts))) continue
      const key = [authorityKey(facts), ...facts.chain.slice(1).map(({ fingerprint }) => fingerprint)].join(' ')
      if (!chains.has(key)) chains.set(key, { facts, authority, target: targetAt(endpoint, observation) })
    }
  return [...chains.values()].slice(0, MOST_CHAINS)
}

const tlsIn = ({ steps }: Observation): TlsFacts | null =>
  steps.flatMap((step) => (step.phase === 'tls' && step.facts !== undefined ? [step.facts] : [])).at(-1) ?? null

const hasOwnAuthority = ({ expect, requirements }: Endpoint): boolean =>
  expect.ca !== undefined || requirements.some(({ direction }) => direction === 'in-cluster')

/** The same server again: at the address where the chain was seen, or through the proxy. */
const targetAt = ({ host, port, sni }: Endpoint, { address }: Observation): Target => ({
  host,
  port,
  ...(sni !== undefined && { sni }),
  ...(address !== null && { address }),
})

/**
 * What each client makes of each chain: one handshake for each distinct store and chain, since Node verifies chains only in a
 * handshake. Clients whose store isn't known are listed with the reason.
 */
export const compareTrust = async (
  chains: readonly Chain[],
  clients: readonly Client[],
  world: World,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<ChainTrust[]> => {
  const limit = createLimit(AT_ONCE)
  const stores = distinctStores(clients)
  const ask = (target: Target, store: readonly string[]): Promise<Trust | null> =>
    limit(async () => {
      const asking = { ...world, stores: [trustStore('client', () => store)] }
      const [seen] = await observe('tls', target, asking, Math.min(timeoutMs, HANDSHAKE_MS), signal)
      return (seen === undefined ? null : tlsIn(seen))?.trust[0] ?? null
    })
  return Promise.all(
    chains.map(async ({ authority, target }) => {
      const said = new Map(
        await Promise.all([...stores].map(async ([key, store]) => [key, await ask(target, store)] as const)),
      )
      return {
        authority,
        host: target.host,
        port: target.port,
        clients: clients.map((client) => clientTrust(client, said.get(keyOf(client.cas)) ?? null)),
      }
    }),
  )
}

const distinctStores = (clients: readonly Client[]): Map<string, readonly string[]> =>
  new Map(clients.flatMap(({ cas }) => ('unknown' in cas ? [] : [[keyOf(cas), cas] as const])))

/** The same for stores of the same content. */
const keyOf = (cas: Client['cas']): string =>
  'unknown' in cas
    ? ''
    : createHash('sha256')
        .update([...cas].sort().join('\n'))
        .digest('hex')

const clientTrust = ({ name, store, setBy, fix, cas }: Client, said: Trust | null): ClientTrust => {
  const error = 'unknown' in cas ? cas.unknown : said === null ? 'no handshake was completed' : said.error
  return {
    client: name,
    store,
    setBy,
    fix,
    ok: said === null ? null : said.ok,
    ...(error !== undefined && { error }),
  }
}
