import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { DnsAnswer } from '../../../probes/observation.ts'
import { askFamilies } from '../../../probes/resolver/families.ts'
import { clock } from '../../fixtures/resolver.ts'

type Script = { readonly after: number; readonly says: Partial<DnsAnswer> }

const found = (address: string, after = 1): Script => ({ after, says: { rcode: 'NOERROR', addresses: [address] } })
const says = (rcode: string, after = 1): Script => ({ after, says: { rcode } })

/** Asks servers that answer after so many milliseconds; the grace is 50. */
const run = async (a: Script, aaaa: Script) => {
  const ask = async (type: 'A' | 'AAAA'): Promise<DnsAnswer> => {
    const { after, says } = type === 'A' ? a : aaaa
    await delay(after)
    const base = { server: '192.0.2.53', transport: 'udp', name: 'a.test', durationSeconds: 0 } as const
    return { ...base, type, addresses: [], chain: [], ...says }
  }
  const families = await askFamilies(ask, () => 50, clock, new AbortController().signal)
  return [families.a?.rcode, families.aaaa?.rcode]
}

t.test('askFamilies() waits for AAAA as long as it matters', async (t) => {
  const rows: [what: string, a: Script, aaaa: Script, expected: (string | undefined)[]][] = [
    ['both at once', found('192.0.2.1'), found('2001:db8::1'), ['NOERROR', 'NOERROR']],
    ['AAAA within the grace', found('192.0.2.1'), found('2001:db8::1', 20), ['NOERROR', 'NOERROR']],
    ['AAAA after the grace', found('192.0.2.1'), found('2001:db8::1', 150), ['NOERROR', undefined]],
    ['AAAA after the grace of NXDOMAIN', says('NXDOMAIN'), says('NXDOMAIN', 150), ['NXDOMAIN', undefined]],
    ['no data for A', says('NOERROR'), found('2001:db8::1', 150), ['NOERROR', 'NOERROR']],
    ['no use in A', says('SERVFAIL'), found('2001:db8::1', 150), ['SERVFAIL', 'NOERROR']],
    ['A later than AAAA', found('192.0.2.1', 150), found('2001:db8::1'), ['NOERROR', 'NOERROR']],
  ]
  await Promise.all(rows.map(async ([what, a, aaaa, expected]) => t.same(await run(a, aaaa), expected, what)))
})

t.test('askFamilies() sets the grace by what A took', async (t) => {
  let took = -1
  const ask = async (type: 'A' | 'AAAA'): Promise<DnsAnswer> => {
    await delay(30)
    const base = { server: '192.0.2.53', transport: 'udp', name: 'a.test', durationSeconds: 0 } as const
    return { ...base, type, rcode: 'NXDOMAIN', addresses: [], chain: [] }
  }
  await askFamilies(ask, (ms) => (took = ms), clock, new AbortController().signal)
  t.ok(took >= 25 && took < 200, String(took))
})
