import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import t from 'tap'
import { askUdp } from '../../../probes/resolver/exchange-udp.ts'
import type { DnsServer } from '../../../probes/resolver/server.ts'
import { addressRecords, compressionLoop, type DnsReply } from '../../fixtures/dns-server.ts'
import { clock, serveDns } from '../../fixtures/resolver.ts'

const question = { name: 'a.test', type: 'A' } as const
const right = { records: addressRecords('a.test', ['192.0.2.1'], 'A') }

const ask = (server: DnsServer, ms: number) => askUdp(question, server, clock, AbortSignal.timeout(ms))

t.test('askUdp() tells what the server said', async (t) => {
  const rows: [what: string, reply: DnsReply, expected: object][] = [
    ['an address', right, { rcode: 'NOERROR', addresses: ['192.0.2.1'], ttl: 60, fault: undefined }],
    ['no data', {}, { rcode: 'NOERROR', addresses: [], fault: undefined }],
    ['NXDOMAIN', { rcode: 3 }, { rcode: 'NXDOMAIN', fault: undefined }],
    ['SERVFAIL', { rcode: 2 }, { rcode: 'SERVFAIL', fault: undefined }],
    ['REFUSED without the question', { rcode: 5, noQuestion: true }, { rcode: 'REFUSED', fault: undefined }],
    ['truncated', { truncated: true }, { rcode: 'NOERROR', truncated: true, fault: undefined }],
    ['a compression loop', { ...right, raw: compressionLoop }, { rcode: undefined, fault: { kind: 'malformed' } }],
    ['late', { ...right, delayMs: 250 }, { rcode: 'NOERROR', addresses: ['192.0.2.1'] }],
    ['another number', { wrongId: true }, { rcode: undefined, fault: { kind: 'timeout' } }],
    ['another question', { otherQuestion: 'b.test' }, { rcode: undefined, fault: { kind: 'timeout' } }],
    ['junk', { raw: () => Buffer.from('HTTP/1.1 400 Bad Request') }, { fault: { kind: 'timeout' } }],
    ['silence', { silent: true }, { rcode: undefined, addresses: [], fault: { kind: 'timeout' } }],
  ]
  await Promise.all(
    rows.map(async ([what, reply, expected]) => {
      const server = await serveDns(t, () => reply)
      t.match(await ask(server, 400), { server: server.name, transport: 'udp', ...question, ...expected }, what)
    }),
  )
})

t.test('askUdp() sends again to a silent server: same socket, in the end without EDNS', async (t) => {
  const server = await serveDns(t, () => ({ silent: true }))
  await ask(server, 350)
  t.same(
    server.questions.map(({ edns }) => edns),
    [true, true, false],
  )
  t.equal(new Set(server.questions.map(({ from }) => from)).size, 1)
})

t.test('askUdp() asks a server that doesn`t know EDNS in the old way', async (t) => {
  const server = await serveDns(t, ({ edns }) => (edns ? { rcode: 1, noQuestion: true } : right))
  const answer = await ask(server, 400)
  t.same(answer.addresses, ['192.0.2.1'])
  t.ok(answer.durationSeconds < 0.3)
})

t.test('askUdp() waits for the reply behind a flood of wrong ones, and counts a hundred of them', async (t) => {
  const server = await serveDns(t, () => ({ ...right, flood: 60 }))
  t.match(await ask(server, 400), { addresses: ['192.0.2.1'], ignored: 60 })
  const flooding = await serveDns(t, () => ({ ...right, flood: 5000 }))
  const cpu = process.cpuUsage()
  const answer = await ask(flooding, 400)
  t.equal(answer.ignored, 100)
  t.ok(process.cpuUsage(cpu).user < 2e6, 'sending included')
})

t.test('askUdp() sees the port unreachable', async (t) => {
  const closed = createSocket('udp4').bind(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address()
  closed.close()
  const answer = await ask({ address: '127.0.0.1', port }, 400)
  t.match(answer, { fault: { kind: 'errno', code: 'ECONNREFUSED' } })
  t.ok(answer.durationSeconds < 0.3)
})

t.test('askUdp() says at once that this machine can`t send', async (t) => {
  const answer = await ask({ address: '255.255.255.255', port: 53 }, 400)
  t.match(answer, { fault: { kind: 'errno', code: 'EACCES' } })
})

t.test('askUdp() by IPv6', async (t) => {
  const server = await serveDns(t, () => right, { host: '::1' })
  t.match(await ask(server, 400), { server: `[::1]:${server.port}`, addresses: ['192.0.2.1'] })
})

t.test('askUdp() ends with its signal', async (t) => {
  const server = await serveDns(t, () => ({ silent: true }))
  const early = await ask(server, 10)
  t.match(early, { fault: { kind: 'aborted' } }, 'too early to speak of silence')
  const before = await askUdp(question, server, clock, AbortSignal.abort())
  t.match(before, { fault: { kind: 'aborted' } })
})
