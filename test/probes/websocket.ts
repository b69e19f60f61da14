import { connect, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import type { Proxy, Target } from '../../probes/probe.ts'
import { websocket } from '../../probes/websocket.ts'
import { authority } from '../fixtures/certificates.ts'
import { says } from '../fixtures/http-servers.ts'
import { connectProxy } from '../fixtures/proxies.ts'
import { afterHello, staysSilent, tlsServer } from '../fixtures/tls-servers.ts'
import { echoing, serverFrame, upgradeHead, upgrading } from '../fixtures/websocket-servers.ts'
import { testJob, testProxy, testWorld } from '../fixtures/world.ts'

const root = authority('Test root')
const world = testWorld({ roots: [root.cert] })

type Options = { readonly proxy?: Proxy; readonly abortMs?: number } & Partial<Target>

/** Steps after `connect`. */
const steps = async (t: Test, port: number, { proxy, abortMs, ...rest }: Options = {}) => {
  const { job, steps, abort } = testJob(t, { host: 'a.test', port, tls: false, ...rest }, world, proxy ?? null)
  if (abortMs !== undefined) setTimeout(abort, abortMs).unref()
  await websocket.run(job).catch(() => undefined)
  return steps.slice(1)
}

const UPGRADED = { phase: 'request', ok: true, facts: { protocol: 'websocket', status: 101, accepted: true } }

t.test('a real server: upgrade, ping, pong, goodbye', async (t) => {
  const said: string[] = []
  const port = await echoing(t, said)
  const seen = await steps(t, port, { path: '/terminals?token=secret' })
  t.match(seen, [
    { ...UPGRADED },
    { phase: 'transfer', ok: true, facts: { protocol: 'websocket', pongSeconds: Number } },
  ])
  t.match(seen[0], { facts: { path: '/terminals' } })
  t.strictSame(said, ['/terminals?token=secret'])
})

t.test('over TLS, and through a proxy', async (t) => {
  const plain = await echoing(t)
  const port = await tlsServer(t, root.issue({ names: ['DNS:a.test'] }), { ALPNProtocols: ['http/1.1'] }, (socket) => {
    const upstream = connect(plain, '127.0.0.1')
    socket.pipe(upstream).pipe(socket)
    socket.on('close', () => upstream.destroy())
  })
  const expected = [{ phase: 'tls', ok: true, facts: { alpn: 'http/1.1' } }, UPGRADED, { phase: 'transfer', ok: true }]
  t.match(await steps(t, port, { tls: true }), expected)
  const proxy = testProxy({ port: await connectProxy(t) })
  t.match(await steps(t, port, { tls: true, proxy }), [{ phase: 'proxy', ok: true }, ...expected])
  t.match(await steps(t, plain, { proxy }), [{ phase: 'proxy', ok: true }, UPGRADED, { phase: 'transfer', ok: true }])
})

t.test('any other answer is a refusal with what was said', async (t) => {
  const denied = 'HTTP/1.1 403 Forbidden\r\nServer: x\r\nContent-Length: 7\r\n\r\nno, no.'
  t.match(await steps(t, await afterHello(t, says(denied))), [
    {
      phase: 'request',
      ok: false,
      fault: { kind: 'refused' },
      facts: { status: 403, body: 'no, no.', headers: { server: 'x' } },
    },
  ])
  t.match(await steps(t, await afterHello(t, says('HTTP/1.1 200 OK\r\n\r\npage'))), [
    { phase: 'request', ok: false, fault: { kind: 'refused' }, facts: { status: 200, body: 'page' } },
  ])
})

t.test('a 101 that is no proof', async (t) => {
  const heads = [
    upgradeHead('d3Jvbmc='),
    upgradeHead('').replace(/Sec-.*\r\n/, ''),
    upgradeHead('').replace(/Connection.*\r\n/, ''),
  ]
  for (const head of heads) {
    const port = await upgrading(t, staysSilent, () => head)
    t.match(await steps(t, port), [
      { phase: 'request', ok: false, fault: { kind: 'malformed' }, facts: { status: 101, accepted: false } },
    ])
  }
  const other = await upgrading(t, staysSilent, (accept) => upgradeHead(accept).replace('WebSocket', 'h2c'))
  t.match(await steps(t, other), [{ ok: false, fault: { kind: 'malformed' }, facts: { status: 101, accepted: true } }])
})

t.test('frames that do not pass', async (t) => {
  const transfer = async (serve: (socket: Socket) => void, options: Options = {}) =>
    (await steps(t, await upgrading(t, serve), options)).slice(1)
  t.match(await transfer(staysSilent, { abortMs: 80 }), [{ phase: 'transfer', ok: false, fault: { kind: 'aborted' } }])
  t.match(await transfer((socket) => socket.end()), [{ phase: 'transfer', ok: false, fault: { kind: 'closed' } }])
  t.match(await transfer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')), [
    { phase: 'transfer', ok: false, fault: { kind: 'malformed' } },
  ])
  t.match(await transfer((socket) => socket.end(serverFrame(8, Buffer.from([0x03, 0xf0])))), [
    { phase: 'transfer', ok: false, fault: { kind: 'closed' }, facts: { closeCode: 1008 } },
  ])
})

/** Answers the first `count` pings and does `then` so many milliseconds after the first. */
const answering = (count: number, ms: number, then: (socket: Socket) => void) => (socket: Socket) => {
  let answered = 0
  socket.on('data', (frame: Buffer) => {
    if ((frame[0]! & 0x0f) !== 9 || answered++ >= count) return
    socket.write(serverFrame(10, Buffer.from(frame.subarray(6).map((byte, index) => byte ^ frame[2 + (index % 4)]!))))
    if (answered === 1) setTimeout(() => then(socket), ms)
  })
}

t.test('held open', async (t) => {
  const port = await echoing(t)
  const [, held] = await steps(t, port, { holdMs: 60 })
  t.match(held, { ok: true, facts: { pongSeconds: Number, heldSeconds: Number } })
  t.ok((held as { facts: { heldSeconds: number } }).facts.heldSeconds >= 0.059)
  const [, cut] = await steps(t, port, { holdMs: 60_000, abortMs: 150 })
  t.match(cut, { ok: true, facts: { pongSeconds: Number, heldSeconds: Number } }, 'our own time is up: no fault')
})

t.test('dropped while held', async (t) => {
  const drops: [(socket: Socket) => void, object][] = [
    [(socket) => socket.resetAndDestroy(), { fault: { kind: 'reset' } }],
    [(socket) => socket.end(), { fault: { kind: 'closed' } }],
    [
      (socket) => socket.end(serverFrame(8, Buffer.from([0x03, 0xe9]))),
      { fault: { kind: 'closed' }, facts: { closeCode: 1001 } },
    ],
  ]
  for (const [drop, expected] of drops) {
    const [, seen] = await steps(t, await upgrading(t, answering(9, 30, drop)), { holdMs: 60_000 })
    t.match(seen, { phase: 'transfer', ok: false, facts: { pongSeconds: Number, heldSeconds: Number }, ...expected })
  }
  const forgets = await upgrading(
    t,
    answering(1, 0, () => undefined),
  )
  const [, silent] = await steps(t, forgets, { holdMs: 30, abortMs: 200 })
  t.match(silent, { ok: false, fault: { kind: 'aborted' }, facts: { pongSeconds: Number, heldSeconds: Number } })
})
