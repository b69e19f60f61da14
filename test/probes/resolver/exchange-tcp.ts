import t from 'tap'
import { connectTcp } from '../../../probes/connect.ts'
import { askTcp } from '../../../probes/resolver/exchange-tcp.ts'
import { addressRecords, compressionLoop, type DnsReply } from '../../fixtures/dns-server.ts'
import { clock, serveDns } from '../../fixtures/resolver.ts'

const question = { name: 'a.test', type: 'A' } as const
const right = { records: addressRecords('a.test', ['192.0.2.1'], 'A') }
const many = Array.from({ length: 500 }, (_, index) => `10.0.${index >> 8}.${index & 255}`)

t.test('askTcp() tells what the server said', async (t) => {
  const rows: [what: string, reply: DnsReply, expected: object][] = [
    ['an address', right, { rcode: 'NOERROR', addresses: ['192.0.2.1'], fault: undefined }],
    ['REFUSED', { rcode: 5 }, { rcode: 'REFUSED', fault: undefined }],
    ['in bytes', { ...right, dribbleMs: 2 }, { addresses: ['192.0.2.1'] }],
    ['in bytes, too slowly', { ...right, dribbleMs: 20 }, { rcode: undefined, fault: { kind: 'timeout' } }],
    ['silence', { silent: true }, { rcode: undefined, fault: { kind: 'timeout' } }],
    ['closed instead', { silent: true, close: true }, { fault: { kind: 'closed' } }],
    ['a length that never comes', { ...right, length: 60_000 }, { fault: { kind: 'timeout' } }],
    ['a length that never comes, closed', { ...right, length: 60_000, close: true }, { fault: { kind: 'closed' } }],
    ['a length of nothing', { ...right, length: 0 }, { fault: { kind: 'malformed' } }],
    ['a length that cuts', { ...right, length: 30 }, { fault: { kind: 'malformed' } }],
    ['another number', { wrongId: true }, { fault: { kind: 'malformed' } }],
    ['another question', { otherQuestion: 'b.test' }, { fault: { kind: 'malformed' } }],
    ['a compression loop', { ...right, raw: compressionLoop }, { fault: { kind: 'malformed' } }],
  ]
  await Promise.all(
    rows.map(async ([what, reply, expected]) => {
      const server = await serveDns(t, () => reply)
      const answer = await askTcp(question, server, clock, connectTcp, AbortSignal.timeout(400))
      t.match(answer, { server: server.name, transport: 'tcp', ...question, ...expected }, what)
    }),
  )
})

t.test('askTcp() looks at 200 of 500 records', async (t) => {
  const server = await serveDns(t, () => ({ records: addressRecords('a.test', many, 'A') }))
  const answer = await askTcp(question, server, clock, connectTcp, AbortSignal.timeout(400))
  t.equal(answer.addresses.length, 200)
})

t.test('askTcp() tells a refused connection', async (t) => {
  const server = await serveDns(t, () => right, { tcp: false })
  const answer = await askTcp(question, server, clock, connectTcp, AbortSignal.timeout(400))
  t.match(answer, { fault: { kind: 'errno', code: 'ECONNREFUSED', syscall: 'connect' } })
})

t.test('askTcp() ends with its signal', async (t) => {
  const server = await serveDns(t, () => ({ silent: true }))
  for (const signal of [AbortSignal.timeout(20), AbortSignal.abort()])
    t.match(await askTcp(question, server, clock, connectTcp, signal), { fault: { kind: 'aborted' } })
})
