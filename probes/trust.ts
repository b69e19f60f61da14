import { isIP } from 'node:net'
import { startBudget } from './budget.ts'
import type { Layer } from './connect.ts'
import { shakeHands, type Handshake, type Hello } from './handshake.ts'
import type { Fault, TlsFacts, Trust } from './observation.ts'
import type { Job, Target, TrustStore } from './probe.ts'
import { certificatesIn, trustStore } from './trust-store.ts'

/** How long the question whether a further store accepts the chain may take, milliseconds. The first answer is known already. */
const FURTHER_MS = 1000

/** A fresh connection of the same kind, off the record. */
export type Reconnect = (signal: AbortSignal) => Promise<Layer>

/** The ClientHello that a target gets. */
export const helloFor = ({ host, sni, hello }: Target, alpn: readonly string[]): Hello => {
  const name = sni ?? host
  const named = sni !== null && isIP(name) === 0
  return { sni: named ? name.replace(/\.$/, '') : null, name, alpn, size: hello === 'large' ? 'large' : 'small' }
}

/** The stores to ask, in order: the CA that is due for this target before those of the machine. */
export const storesFor = ({ ca }: Target, stores: readonly TrustStore[]): readonly TrustStore[] =>
  ca === undefined ? stores : [trustStore('expected', () => certificatesIn(ca)), ...stores]

/**
 * One handshake with the first store, and, only where that refuses chain or name, one on a fresh connection for each further
 * store until one accepts: Node verifies chains in handshakes only. All answers end up in the facts' `trust`.
 * @throws StepFault when the first handshake fails; a failure of the others leaves their store without an answer, and its name in `unanswered`
 */
export const shakeHandsWith = async (
  stores: readonly TrustStore[],
  below: Layer,
  hello: Hello,
  reconnect: Reconnect,
  { world, signal }: Pick<Job, 'world' | 'signal'>,
): Promise<Handshake> => {
  const [first, ...further] = stores
  if (first === undefined) throw new TypeError('The world has no trust store')
  const { layer, facts } = await world.handshake(() => shakeHands(below, hello, first, signal), signal)
  const trust = [...facts.trust]
  const unanswered: string[] = []
  for (const store of further) {
    if (trust.some(({ ok }) => ok)) break
    const said = await askStore(store, hello, reconnect, { world, signal })
    if (said.length === 0) unanswered.push(store.name)
    trust.push(...said)
  }
  return { layer, facts: { ...facts, trust, ...(unanswered.length > 0 && { unanswered }) } }
}

const askStore = async (
  store: TrustStore,
  hello: Hello,
  reconnect: Reconnect,
  { world, signal }: Pick<Job, 'world' | 'signal'>,
): Promise<readonly Trust[]> => {
  const budget = startBudget(FURTHER_MS, signal)
  try {
    const below = await reconnect(budget.signal)
    const { facts } = await world.handshake(() => shakeHands(below, hello, store, budget.signal), budget.signal)
    return facts.trust
  } catch {
    return []
  } finally {
    budget.end()
  }
}

/** The fault of a completed handshake whose certificate no store accepts; null where one does. */
export const refusalOf = ({ trust }: TlsFacts): Fault | null => {
  if (trust.some(({ ok }) => ok)) return null
  const code = trust[0]?.error
  return { kind: 'certificate', ...(code !== undefined && { code }) }
}
