import { once } from 'node:events'
import t from 'tap'
import { dial } from '../../probes/dial.ts'
import { faultOf } from '../../probes/fault.ts'
import { authority } from '../fixtures/certificates.ts'
import { connectProxy } from '../fixtures/proxies.ts'
import {
  afterHello,
  closedPort,
  httpsServer,
  rawServer,
  resets,
  tlsServer,
  type Scope,
} from '../fixtures/tls-servers.ts'
import { testJob, testProxy, testWorld } from '../fixtures/world.ts'

const root = authority('Test root')
const identity = root.issue({ names: ['DNS:a.test'] })

const trusting = testWorld({ roots: [root.cert] })

t.test('without TLS and proxy there is one step', async (t) => {
  const { job, steps } = testJob(t, { host: 'a.test', port: await rawServer(t, () => undefined) }, trusting)
  const connection = await dial(job, { tls: false })
  t.match(connection, { proxied: null })
  t.match(steps, [{ phase: 'connect', ok: true }])
  t.equal(steps.length, 1)
})

t.test('TLS is ready for the protocol within', async (t) => {
  const { job, steps } = testJob(t, { host: 'a.test', port: await httpsServer(t, identity) }, trusting)
  const { socket } = await dial(job, { tls: true, alpn: ['http/1.1'] })
  t.match(steps, [{ phase: 'connect' }, { phase: 'tls', ok: true, facts: { alpn: 'http/1.1' } }])
  socket.write('GET / HTTP/1.0\r\n\r\n')
  const [first] = (await once(socket, 'data')) as [Buffer]
  t.match(first.toString(), /^HTTP\/1.1 200/)
})

t.test('a chain that nobody trusts is a failed step, and the connection goes on', async (t) => {
  const port = await tlsServer(t, identity, {}, (socket) => socket.end('block page'))
  const { job, steps } = testJob(t, { host: 'a.test', port }, testWorld({ roots: [], system: [] }))
  const { socket } = await dial(job, { tls: true })
  t.match(steps.at(-1), {
    phase: 'tls',
    ok: false,
    fault: { kind: 'certificate', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    facts: { chain: [{}], trust: [{ store: 'public' }, { store: 'system' }] },
  })
  t.equal(String(await once(socket, 'data')), 'block page')
})

t.test('the system store, and the CA that is due, count', async (t) => {
  const port = await tlsServer(t, identity)
  const bySystem = testJob(t, { host: 'a.test', port }, testWorld({ system: [root.cert] }))
  await dial(bySystem.job, { tls: true })
  t.match(bySystem.steps.at(-1), { ok: true, facts: { trust: [{ ok: false }, { store: 'system', ok: true }] } })
  const byTarget = testJob(t, { host: 'a.test', port, ca: root.cert }, testWorld())
  await dial(byTarget.job, { tls: true })
  t.match(byTarget.steps.at(-1), { ok: true, facts: { trust: [{ store: 'expected', ok: true }] } })
})

t.test('a further store is asked through the proxy as well', async (t) => {
  const seen: string[] = []
  const port = await tlsServer(t, identity)
  const proxy = testProxy({ port: await connectProxy(t, { seen }) })
  const { job, steps } = testJob(t, { host: 'a.test', port }, testWorld({ system: [root.cert] }), proxy)
  await dial(job, { tls: true })
  t.equal(seen.length, 2)
  t.same(
    steps.map(({ phase, ok }) => [phase, ok]),
    [
      ['connect', true],
      ['proxy', true],
      ['tls', true],
    ],
  )
})

t.test('every other failure ends the dial', async (t) => {
  const failing = async (t: Scope, port: number) => {
    const { job, steps } = testJob(t, { host: 'a.test', port }, trusting)
    await dial(job, { tls: true }).catch(() => undefined)
    return steps.at(-1)
  }
  t.match(await failing(t, await closedPort()), { phase: 'connect', fault: { code: 'ECONNREFUSED' } })
  t.match(await failing(t, await afterHello(t, resets)), {
    phase: 'tls',
    fault: { kind: 'reset' },
    facts: { bytesRead: 0 },
  })
})

t.test('TLS 1.3: a client certificate that is missed shows in the first read', async (t) => {
  const mutual = { minVersion: 'TLSv1.3', requestCert: true, rejectUnauthorized: true, ca: root.cert } as const
  const { job, steps } = testJob(t, { host: 'a.test', port: await tlsServer(t, identity, mutual) }, trusting)
  const { socket } = await dial(job, { tls: true })
  t.match(steps.at(-1), { ok: true, facts: { clientCertificateWanted: true } })
  const [error] = await once(socket.resume(), 'error').catch((error: unknown) => [error])
  t.match(faultOf(error), { kind: 'alert', alert: 116 })
})

t.test('a plain proxy that forwards needs no step of its own', async (t) => {
  const proxy = testProxy({ port: await rawServer(t, () => undefined) })
  const { job, steps } = testJob(t, { host: 'a.test', port: 80 }, trusting, proxy)
  t.equal((await dial(job, { tls: false, forward: true })).proxied, 'forward')
  t.same(
    steps.map(({ phase }) => phase),
    ['connect'],
  )
})

t.test('a kind of proxy that we do not speak is not even connected to', async (t) => {
  const proxy = testProxy({ port: await closedPort(), unsupported: 'socks5' })
  const { job, steps } = testJob(t, { host: 'a.test', port: 443 }, trusting, proxy)
  await t.rejects(dial(job, { tls: true }))
  t.match(steps, [{ phase: 'proxy', ok: false, fault: { kind: 'unsupported', code: 'socks5' } }])
})

t.test('the socket closes with the signal, whatever its layers', async (t) => {
  const port = await tlsServer(t, identity)
  const proxy = testProxy({ port: await connectProxy(t, { identity }), secure: true, host: 'a.test' })
  for (const through of [null, proxy]) {
    const { job, abort } = testJob(t, { host: 'a.test', port }, trusting, through)
    const { socket } = await dial(job, { tls: true })
    abort()
    t.ok(socket.destroyed)
    await once(socket, 'close')
  }
})
