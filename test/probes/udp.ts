import t, { type Test } from 'tap'
import { udp } from '../../probes/udp.ts'
import { selfSigned } from '../fixtures/certificates.ts'
import { closedUdpPort, dtlsServer, udpServer } from '../fixtures/udp-servers.ts'
import { testJob, testWorld } from '../fixtures/world.ts'

const probe = async (
  t: Test,
  port: number,
  { address = '127.0.0.1', abortMs }: { address?: string; abortMs?: number } = {},
) => {
  const { job, steps, abort } = testJob(t, { host: 'a.test', port }, testWorld())
  const locals: unknown[] = []
  if (abortMs !== undefined) setTimeout(abort, abortMs).unref()
  await udp.run({ ...job, address, local: (socket) => locals.push(socket) }).catch(() => undefined)
  return { steps, locals }
}

t.test('it never takes a proxy', async (t) => {
  t.notOk(udp.proxied)
})

t.test('any reply is an answer', async (t) => {
  const port = await udpServer(t, () => 'hello')
  const { steps, locals } = await probe(t, port)
  t.match(steps, [
    { phase: 'connect', ok: true, facts: { address: '127.0.0.1', port } },
    { phase: 'request', ok: true, facts: { protocol: 'udp', sent: 1, replies: 1, firstBytes: '68656c6c6f' } },
  ])
  t.match(locals, [{ localAddress: '127.0.0.1', localPort: Number }])
  t.match((await probe(t, await udpServer(t, () => ''))).steps[1], { ok: true, facts: { replies: 1 } })
})

t.test('a lost datagram is sent again', async (t) => {
  const port = await udpServer(t, (datagram, turn) => (turn === 0 ? null : datagram))
  t.match((await probe(t, port)).steps[1], { ok: true, facts: { sent: 2, replies: 1 } })
})

t.test('silence, until the signal', async (t) => {
  const { steps } = await probe(t, await udpServer(t, () => null), { abortMs: 60 })
  t.match(steps[1], { phase: 'request', ok: false, fault: { kind: 'aborted' }, facts: { sent: 1, replies: 0 } })
})

t.test('a closed port is told by ICMP', async (t) => {
  t.match((await probe(t, await closedUdpPort())).steps[1], {
    phase: 'request',
    ok: false,
    fault: { kind: 'errno', code: 'ECONNREFUSED' },
    facts: { replies: 0 },
  })
})

t.test("the local route's own refusal is a failed connect, and nothing is sent", async (t) => {
  const { steps } = await probe(t, 9, { address: '255.255.255.255' })
  t.match(steps, [
    {
      phase: 'connect',
      ok: false,
      fault: { kind: 'errno', code: 'EACCES', syscall: 'connect' },
      facts: { route: 'EACCES' },
    },
  ])
  t.equal(steps.length, 1)
})

t.test('a DTLS server answers the ClientHello', async (t) => {
  const port = await dtlsServer(t, t.testdir({}), selfSigned({ names: ['DNS:a.test'] }))
  if (port === null && process.env['CI'] === undefined) return void t.pass('', { skip: 'there is no openssl' })
  t.match((await probe(t, port!, { abortMs: 2000 })).steps[1], { ok: true, facts: { firstBytes: /^16fe/ } })
})
