import { startBudget } from '../budget.ts'
import type { DnsAnswer, Fault, ResolveFacts } from '../observation.ts'
import type { Clock, Connect } from '../probe.ts'
import { addressesOf, faultOfAnswer } from './answer.ts'
import { listAddresses } from './addresses.ts'
import { askTcp } from './exchange-tcp.ts'
import { askUdp } from './exchange-udp.ts'
import { askFamilies, type Families } from './families.ts'
import { askInOrder } from './in-order.ts'
import type { Log } from './log.ts'
import { candidates, type Name } from './name.ts'
import type { DnsServer } from './server.ts'
import type { Question } from './wire.ts'

/** How this machine resolves names. */
export type Settings = {
  /** In the order of use. */
  readonly servers: readonly DnsServer[]
  readonly search: readonly string[]
  /** Names with fewer dots are completed by the search list first. */
  readonly ndots: number
  /** This machine has an IPv6 route. */
  readonly hasIpv6: boolean
  readonly clock: Clock
  readonly connect: Connect
  /** A probe's whole budget, milliseconds: what every wait is a part of. */
  readonly timeoutMs: number
}

/** How a resolution ended: with addresses, or a fault and what led to it. */
export type Outcome = { readonly facts: ResolveFacts; readonly fault: Fault | null }

/** Parts of the budget: an answer near its end would be of no use, since nothing could be connected any more. */
const WHOLE = 0.9
/** ... before the next server is asked too, at least 100 ms. */
const PATIENCE = 0.1
/** ... at most, that AAAA gets after A. */
const GRACE = 1 / 3

/**
 * Resolves one name as the system would: the search list, then for each name both families of all servers in order. Ends within
 * nine tenths of the budget, or soon after its signal aborts. Never rejects.
 */
export const resolveName = async (name: Name, settings: Settings, log: Log, signal: AbortSignal): Promise<Outcome> => {
  const { servers, clock, timeoutMs } = settings
  const end = clock.monotonic() + WHOLE * timeoutMs
  const patienceMs = Math.max(100, PATIENCE * timeoutMs)
  const grace = (tookMs: number) => Math.min(Math.max(2 * patienceMs, 3 * tookMs), GRACE * timeoutMs)
  const ask = async (text: string, ms: number): Promise<Families> => {
    const budget = startBudget(ms, signal)
    const askAll = (type: 'A' | 'AAAA') =>
      askInOrder(
        servers,
        (server) => askServer({ name: text, type }, server, settings, log, budget.signal),
        patienceMs,
        budget.signal,
      )
    try {
      return await askFamilies(askAll, grace, clock, budget.signal)
    } finally {
      budget.end()
    }
  }
  let own: Families = {}
  let silence = false
  for (const { text, asIs } of candidates(name, settings.search, settings.ndots)) {
    if (signal.aborted) break
    if (silence && !asIs) continue
    const left = end - clock.monotonic()
    // Silence to a completed name must leave time for the name itself.
    const found = await ask(text, asIs ? left : left / 2)
    if (asIs) own = found
    if (reached(found)) return { facts: factsOf(name, found, settings, log), fault: null }
    silence = faultOfFamilies(found).kind !== 'rcode'
  }
  return { facts: factsOf(name, own, settings, log), fault: faultOfFamilies(own) }
}

/** One server's last word: by TCP where the UDP answer was cut. */
const askServer = async (
  question: Question,
  server: DnsServer,
  { clock, connect }: Settings,
  log: Log,
  signal: AbortSignal,
): Promise<DnsAnswer> => {
  const udp = await log.add({ question, server, transport: 'udp' }, askUdp(question, server, clock, signal))
  if (!udp.truncated) return udp
  return log.add({ question, server, transport: 'tcp' }, askTcp(question, server, clock, connect, signal))
}

const reached = ({ a, aaaa }: Families): boolean => addressesOf(a).length + addressesOf(aaaa).length > 0

/** A's fault; AAAA's where A has no data and nobody knows of AAAA. */
const faultOfFamilies = ({ a, aaaa }: Families): Fault => {
  const fault: Fault = a ? faultOfAnswer(a) : { kind: 'timeout' }
  const other = aaaa ? faultOfAnswer(aaaa) : fault
  return fault.code === 'NODATA' && other.kind !== 'rcode' ? other : fault
}

/** The facts of a resolution as far as it has come; `found` is what decided it. */
export const factsOf = (
  name: Name,
  { a, aaaa }: Families,
  { hasIpv6 }: Pick<Settings, 'hasIpv6'>,
  log: Log,
): ResolveFacts => {
  const decisive = [aaaa, a].filter((answer) => answer !== undefined)
  return {
    name: name.text,
    source: 'dns',
    ...listAddresses([...addressesOf(a), ...addressesOf(aaaa)], hasIpv6),
    chain: (addressesOf(a).length > 0 ? a : addressesOf(aaaa).length > 0 ? aaaa : (a ?? aaaa))?.chain ?? [],
    answers: [...log.answers().filter((answer) => !decisive.includes(answer)), ...decisive],
  }
}
