import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { StepFault } from '../../probes/probe.ts'
import { OPCODE } from '../../probes/websocket-frame.ts'
import { openSession } from '../../probes/websocket-session.ts'
import { rawServer } from '../fixtures/tls-servers.ts'
import { serverFrame } from '../fixtures/websocket-servers.ts'

const session = async (t: Test, serve: (socket: Socket) => void) => {
  const socket = connect(await rawServer(t, serve), '127.0.0.1')
  await once(socket, 'connect')
  t.teardown(() => socket.destroy())
  return { socket, ...openSession(socket) }
}

/** The client's control frame, its mask taken off. */
const unmask = (frame: Buffer): { opcode: number; payload: Buffer } => ({
  opcode: frame[0]! & 0x0f,
  payload: Buffer.from(frame.subarray(6).map((byte, index) => byte ^ frame[2 + (index % 4)]!)),
})

const answersPings = (socket: Socket, before: Buffer = Buffer.alloc(0)) => {
  socket.on('data', (bytes: Buffer) => {
    const { opcode, payload } = unmask(bytes)
    if (opcode === OPCODE.ping) socket.write(Buffer.concat([before, serverFrame(OPCODE.pong, payload)]))
  })
}

const rejects = async (t: Test, promise: Promise<unknown>) =>
  ((await t.rejects(promise, StepFault)) as unknown as StepFault).fault

t.test('a ping and its pong, whatever comes before it', async (t) => {
  const noise = Buffer.concat([
    serverFrame(OPCODE.text, 'hello'),
    serverFrame(OPCODE.binary, Buffer.alloc(60_000)),
    serverFrame(OPCODE.pong, 'unasked'),
  ])
  const { ping } = await session(t, (socket) => answersPings(socket, noise))
  await ping()
  await ping()
  t.pass()
})

t.test('a pong with another payload is not our pong', async (t) => {
  const { ping } = await session(t, (socket) =>
    socket.on('data', () => socket.end(serverFrame(OPCODE.pong, '12345678'))),
  )
  t.strictSame(await rejects(t, ping()), { kind: 'closed' })
})

t.test("the server's pings are answered, the last one for all", async (t) => {
  const answer = new Promise<Buffer>((resolve) => {
    void session(t, (socket) => {
      socket.write(Buffer.concat([serverFrame(OPCODE.ping, 'first'), serverFrame(OPCODE.ping, 'last')]))
      socket.on('data', resolve)
    })
  })
  t.match(unmask(await answer), { opcode: OPCODE.pong, payload: Buffer.from('last') })
})

t.test('the end of the connection', async (t) => {
  const close = (payload: Buffer) => (socket: Socket) => socket.end(serverFrame(OPCODE.close, payload))
  const told = await session(t, close(Buffer.from([0x03, 0xf3])))
  t.strictSame(await rejects(t, told.ping()), { kind: 'closed' })
  t.equal(told.closeCode(), 1011)
  const untold = await session(t, close(Buffer.alloc(0)))
  await rejects(t, untold.ping())
  t.equal(untold.closeCode(), 1005)
  const ended = await session(t, (socket) => socket.end())
  t.strictSame(await rejects(t, ended.ping()), { kind: 'closed' })
  t.equal(ended.closeCode(), null)
  const reset = await session(t, (socket) => setTimeout(() => socket.resetAndDestroy(), 10))
  t.match(await rejects(t, reset.stayQuiet(1000, new AbortController().signal)), { kind: 'reset', code: 'ECONNRESET' })
  const mine = await session(t, () => undefined)
  setTimeout(() => mine.socket.destroy(), 10)
  t.strictSame(await rejects(t, mine.ping()), { kind: 'aborted' })
})

t.test('quiet lasts as long as asked, or until the signal', async (t) => {
  const { stayQuiet } = await session(t, () => undefined)
  const began = performance.now()
  await stayQuiet(30, new AbortController().signal)
  t.ok(performance.now() - began >= 29)
  await stayQuiet(60_000, AbortSignal.timeout(20))
})

t.test('what is no websocket', async (t) => {
  const page = await session(t, (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))
  t.match(await rejects(t, page.ping()), { kind: 'malformed' })
})

t.test('a flood ends', async (t) => {
  for (const frame of [serverFrame(OPCODE.ping, 'x'), serverFrame(OPCODE.binary, Buffer.alloc(60_000))]) {
    const piece = Buffer.concat(Array.from({ length: Math.ceil(60_000 / frame.length) }, () => frame))
    const { ping, socket } = await session(t, (peer) => {
      const more = () => {
        while (!peer.destroyed && peer.write(piece));
      }
      peer.on('drain', more)
      more()
    })
    t.strictSame(await rejects(t, ping()), { kind: 'malformed', code: 'flood' })
    t.ok(socket.bytesRead < 6_000_000, `${socket.bytesRead} bytes`)
    t.ok(socket.writableLength < 200_000, `${socket.writableLength} bytes unsent`)
  }
})

t.test('leaving says goodbye', async (t) => {
  let seen = Buffer.alloc(0)
  const over = new Promise<void>((resolve) => {
    void session(t, (socket) => {
      socket.on('data', (bytes: Buffer) => (seen = Buffer.concat([seen, bytes])))
      socket.on('end', resolve)
    }).then(({ leave }) => leave())
  })
  await over
  t.match(unmask(seen), { opcode: OPCODE.close, payload: Buffer.from([0x03, 0xe8]) })
})
