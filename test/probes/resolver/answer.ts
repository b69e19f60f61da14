import t from 'tap'
import type { DnsAnswer } from '../../../probes/observation.ts'
import { addressesOf, answerOf, faultOfAnswer, isUsable, unanswered } from '../../../probes/resolver/answer.ts'

const asked = {
  question: { name: 'a.test', type: 'A' },
  server: { address: '192.0.2.53', port: 5353 },
  transport: 'tcp',
} as const

const answer = (changes: Partial<DnsAnswer>): DnsAnswer => ({
  server: '192.0.2.53',
  transport: 'udp',
  name: 'a.test',
  type: 'A',
  addresses: [],
  chain: [],
  durationSeconds: 0,
  ...changes,
})

t.test('answerOf() writes down a reply, and only what it has', async (t) => {
  const reply = { rcode: 'NOERROR', truncated: false, resources: [] }
  const plain = { server: '192.0.2.53:5353', transport: 'tcp', name: 'a.test', type: 'A', addresses: [], chain: [] }
  t.strictSame(answerOf(asked, { reply, ignored: 0 }, 0.5), { ...plain, rcode: 'NOERROR', durationSeconds: 0.5 })
  const looping = { name: 'a.test', type: 'CNAME', ttl: 5, data: 'a.test' } as const
  t.strictSame(answerOf(asked, { reply: { ...reply, truncated: true, resources: [looping] }, ignored: 3 }, 0.5), {
    ...plain,
    rcode: 'NOERROR',
    truncated: true,
    chain: ['a.test'],
    loop: true,
    ttl: 5,
    ignored: 3,
    durationSeconds: 0.5,
  })
})

t.test('answerOf() writes down a fault', async (t) => {
  t.match(answerOf(asked, { fault: { kind: 'closed' } }, 0.5), { fault: { kind: 'closed' }, rcode: undefined })
})

t.test('isUsable(), addressesOf() and faultOfAnswer() read an answer as the system does', async (t) => {
  const addresses = ['192.0.2.1']
  const rows: [DnsAnswer, usable: boolean, addresses: string[], code: string | undefined][] = [
    [answer({ rcode: 'NOERROR', addresses }), true, addresses, 'NODATA'],
    [answer({ rcode: 'NOERROR' }), true, [], 'NODATA'],
    [answer({ rcode: 'NXDOMAIN', addresses }), true, [], 'NXDOMAIN'],
    [answer({ rcode: 'SERVFAIL', addresses }), false, [], 'SERVFAIL'],
    [answer({ rcode: 'NOERROR', addresses, truncated: true }), false, [], 'NODATA'],
    [answer({ fault: { kind: 'errno', code: 'ECONNREFUSED' } }), false, [], 'ECONNREFUSED'],
  ]
  for (const [seen, usable, addresses, code] of rows) {
    t.equal(isUsable(seen), usable, JSON.stringify(seen))
    t.same(addressesOf(seen), addresses)
    t.equal(faultOfAnswer(seen).code, code)
  }
})

t.test('unanswered() speaks of silence only after a while', async (t) => {
  t.same([unanswered(99), unanswered(100)], [{ kind: 'aborted' }, { kind: 'timeout' }])
})
