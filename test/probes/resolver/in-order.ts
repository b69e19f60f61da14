import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { DnsAnswer } from '../../../probes/observation.ts'
import { askInOrder } from '../../../probes/resolver/in-order.ts'

const PATIENCE_MS = 60

type Script = { readonly after: number; readonly says: Partial<DnsAnswer> }

const silence: Script = { after: 400, says: { fault: { kind: 'timeout' } } }
const says = (rcode: string, after = 1): Script => ({ after, says: { rcode } })
const fails = (kind: 'timeout' | 'errno' | 'malformed', after = 1): Script => ({ after, says: { fault: { kind } } })

/** Asks servers that do as scripted; the answer's server is its place in the order. */
const run = async (scripts: readonly Script[], signal = new AbortController().signal) => {
  const asked: number[] = []
  const servers = scripts.map((_, index) => ({ address: String(index), port: 53 }))
  const began = performance.now()
  const answer = await askInOrder(
    servers,
    async ({ address }) => {
      const { after, says } = scripts[Number(address)]!
      asked.push(Number(address))
      await delay(after, undefined, { signal }).catch(() => undefined)
      const base = { server: address, transport: 'udp', name: 'a.test', type: 'A', durationSeconds: 0 } as const
      return { ...base, addresses: [], chain: [], ...says }
    },
    PATIENCE_MS,
    signal,
  )
  return { server: answer && Number(answer.server), asked: asked.length, ms: performance.now() - began }
}

t.test('askInOrder() takes the answer that the system would', async (t) => {
  const rows: [what: string, scripts: Script[], server: number, asked: number][] = [
    ['the first that answers is enough', [says('NOERROR'), says('NOERROR')], 0, 1],
    ['NXDOMAIN is an answer', [says('NXDOMAIN'), says('NOERROR')], 0, 1],
    ['the next after SERVFAIL', [says('SERVFAIL'), says('NOERROR'), says('NOERROR')], 1, 2],
    ['the next after REFUSED', [says('REFUSED'), says('NXDOMAIN')], 1, 2],
    ['the next after ICMP', [fails('errno'), says('NOERROR')], 1, 2],
    ['the next after junk', [fails('malformed'), says('NOERROR')], 1, 2],
    ['the next after silence', [silence, says('NOERROR')], 1, 2],
    ['a slow first server goes before a quick second one', [says('NOERROR', 90), says('NXDOMAIN')], 0, 2],
    ['unless it fails', [says('SERVFAIL', 90), says('NOERROR')], 1, 2],
    ['a third server after two that fail', [fails('errno'), says('SERVFAIL'), says('NOERROR')], 2, 3],
  ]
  await Promise.all(
    rows.map(async ([what, scripts, server, asked]) => t.match(await run(scripts), { server, asked }, what)),
  )
})

t.test('askInOrder() waits little for a dead first server', async (t) => {
  const { ms } = await run([silence, says('NOERROR')])
  t.ok(ms >= 2 * PATIENCE_MS - 5 && ms < 350, String(ms))
})

t.test('askInOrder() tells the failure that says most when none is usable', async (t) => {
  const rows: [Script[], number][] = [
    [[fails('timeout', 90), says('SERVFAIL')], 1],
    [[says('REFUSED'), says('SERVFAIL')], 0],
    [[fails('errno'), fails('timeout', 90)], 1],
    [[fails('errno'), fails('malformed')], 1],
    [[fails('errno'), fails('errno')], 0],
  ]
  await Promise.all(rows.map(async ([scripts, server]) => t.match(await run(scripts), { server })))
})

t.test('askInOrder() asks nobody else once its signal aborted', async (t) => {
  t.match(await run([silence, says('NOERROR')], AbortSignal.timeout(10)), { server: 0, asked: 1 })
  t.match(await run([silence], AbortSignal.abort()), { server: undefined, asked: 0 })
})
