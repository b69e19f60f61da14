import { setTimeout as delay } from 'node:timers/promises'
import type { DnsAnswer } from '../observation.ts'
import type { Clock } from '../probe.ts'
import { addressesOf } from './answer.ts'

/** What was answered for each family; absent: nothing in time. */
export type Families = { readonly a?: DnsAnswer; readonly aaaa?: DnsAnswer }

/**
 * Asks for both families side by side. Once A settles the matter, with an address or NXDOMAIN, AAAA gets a short grace, so that a
 * server that is silent to AAAA costs little and stands on record. AAAA never cuts A short. On a machine without IPv6 the
 * same: programs ask for AAAA there too, and wait.
 * @param grace how long AAAA may still take, by how long A took; both in milliseconds
 */
export const askFamilies = async (
  ask: (type: 'A' | 'AAAA') => Promise<DnsAnswer | undefined>,
  grace: (tookMs: number) => number,
  clock: Clock,
  signal: AbortSignal,
): Promise<Families> => {
  const asked = clock.monotonic()
  const four = ask('A')
  const six = ask('AAAA')
  const a = await four
  const settled = a?.rcode === 'NXDOMAIN' || addressesOf(a).length > 0
  const late = settled ? delay(grace(clock.monotonic() - asked), undefined, { signal }).catch(() => undefined) : six
  const aaaa = await Promise.race([six, late])
  return { ...(a && { a }), ...(aaaa && { aaaa }) }
}
