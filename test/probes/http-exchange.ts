import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import type { Connection } from '../../probes/dial.ts'
import { ask, type HttpRequest } from '../../probes/http-exchange.ts'
import type { HttpFacts } from '../../probes/observation.ts'
import { StepFault } from '../../probes/probe.ts'
import { floods, says } from '../fixtures/http-servers.ts'
import { afterHello, closes, dribbles, rawServer, resets, staysSilent } from '../fixtures/tls-servers.ts'

const REQUEST: HttpRequest = {
  protocol: 'http',
  path: '/a/b?sig=secret',
  headers: { Host: 'a.test', 'User-Agent': 'connprobe/test', Accept: '*/*' },
}

const dialled = async (t: Test, port: number): Promise<Connection> => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.on('error', () => undefined)
  t.teardown(() => socket.destroy())
  return { socket, proxied: null }
}

/** Asks a peer that does `serve` once the request has come. */
const exchange = async (t: Test, serve: (socket: Socket) => void, request: Partial<HttpRequest> = {}) => {
  const connection = await dialled(t, await afterHello(t, serve))
  const answer = await ask(connection, { ...REQUEST, ...request }, AbortSignal.timeout(3000))
  return { ...answer, socket: connection.socket, end: await answer.body }
}

const failure = async (t: Test, serve: (socket: Socket) => void, signal = AbortSignal.timeout(3000)) => {
  const connection = await dialled(t, await afterHello(t, serve))
  signal.addEventListener('abort', () => connection.socket.destroy())
  const error = (await t.rejects(ask(connection, REQUEST, signal), StepFault)) as unknown as StepFault
  t.ok(connection.socket.destroyed, 'the connection is closed')
  return { fault: error.fault, facts: error.facts as HttpFacts }
}

t.test('the request', async (t) => {
  let seen = ''
  const port = await afterHello(t, (socket) => says('HTTP/1.1 204 No Content\r\n\r\n')(socket))
  const relay = await rawServer(t, (socket) => {
    const upstream = connect(port, '127.0.0.1')
    socket.on('data', (bytes) => (seen += bytes.toString()))
    socket.pipe(upstream).pipe(socket)
  })
  await ask(await dialled(t, relay), REQUEST, AbortSignal.timeout(3000))
  t.equal(seen.split('\r\n')[0], 'GET /a/b?sig=secret HTTP/1.1')
  for (const line of ['Host: a.test', 'User-Agent: connprobe/test', 'Accept: */*', 'connection: close'])
    t.match(seen.toLowerCase(), `\r\n${line.toLowerCase()}\r\n`)
})

t.test('an answer: status, chosen headers, the beginning of the body, no query', async (t) => {
  const { facts, end, socket } = await exchange(
    t,
    says(
      'HTTP/1.1 403 Forbidden\r\nSERVER: x\r\nVia: a\r\nvia: b\r\nSet-Cookie: secret\r\nLocation: /next?token=secret#x\r\n' +
        `X-Cache: ${'c'.repeat(2000)}\r\nContent-Length: 12\r\n\r\n<b>\u001b[31mno</b>`,
    ),
  )
  t.match(facts, { protocol: 'http', method: 'GET', path: '/a/b', status: 403, body: '<b> [31mno</' })
  t.match(facts.headers, { server: 'x', via: 'a, b', location: '/next', 'content-length': '12' })
  t.equal(facts.headers?.['x-cache']?.length, 1024)
  t.notMatch(JSON.stringify(facts), 'secret')
  t.ok(facts.bytesRead > 2000)
  t.strictSame({ ...end, text: '' }, { text: '', bytesRead: 12, complete: true, fault: null })
  t.ok(socket.destroyed)
})

t.test('bodies that end in every allowed way', async (t) => {
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'
  for (const answer of [chunked, 'HTTP/1.1 200 OK\r\n\r\nabcde', 'HTTP/1.0 200 OK\r\n\r\nabcde']) {
    const { facts, end } = await exchange(t, says(answer))
    t.equal(facts.body, 'abcde')
    t.match(end, { bytesRead: 5, complete: true, fault: null })
  }
  t.match((await exchange(t, says('HTTP/1.1 204 No Content\r\n\r\n', true))).end, { bytesRead: 0, complete: true })
})

t.test('an interim answer is not the answer', async (t) => {
  const { facts } = await exchange(t, says('HTTP/1.1 103 Early Hints\r\nServer: early\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'))
  t.match(facts, { status: 200, headers: {} })
  t.notOk(facts.headers?.['server'])
})

t.test('a redirect is an answer, and nobody follows it', async (t) => {
  const { facts } = await exchange(t, says('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n'))
  t.match(facts, { status: 302, headers: { location: 'http://127.0.0.1:1/' } })
})

t.test('an upgrade hands over the connection with what came behind the head', async (t) => {
  const { facts, upgraded, socket } = await exchange(
    t,
    says('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nframes', true),
    { protocol: 'websocket', upgrade: 'websocket' },
  )
  t.match(facts, { protocol: 'websocket', status: 101, headers: { upgrade: 'websocket' } })
  t.equal(upgraded, socket)
  const [bytes] = (await once(upgraded!, 'data')) as [Buffer]
  t.equal(bytes.toString(), 'frames')
})

t.test('an upgrade that nobody asked for is malformed', async (t) => {
  const answer = 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n'
  t.match(await failure(t, says(answer, true)), { fault: { kind: 'malformed' } })
})

t.test('no answer', async (t) => {
  t.match(await failure(t, closes), { fault: { kind: 'closed' }, facts: { bytesRead: 0, path: '/a/b' } })
  t.match(await failure(t, resets), { fault: { kind: 'reset', code: 'ECONNRESET' }, facts: { bytesRead: 0 } })
  const silence = await failure(t, staysSilent, AbortSignal.timeout(50))
  t.match(silence, { fault: { kind: 'aborted' }, facts: { bytesRead: 0 } })
  t.notOk(silence.facts.firstBytes)
})

t.test('half a head', async (t) => {
  const { fault, facts } = await failure(t, says('HTTP/1.1 200 OK\r\nServ'))
  t.strictSame(fault, { kind: 'closed' })
  t.equal(Buffer.from(facts.firstBytes ?? '', 'hex').toString(), 'HTTP/1.1 200 OK\r\nServ')
  const dribbled = await failure(t, dribbles(Buffer.from('HTTP/1.1 200 OK\r\n\r\n')), AbortSignal.timeout(150))
  t.equal(dribbled.fault.kind, 'aborted')
  t.ok(dribbled.facts.bytesRead > 0)
})

t.test('not HTTP', async (t) => {
  for (const text of [
    'SSH-2.0-OpenSSH_9.2\r\n',
    '\x16\x03\x03\x00\x02',
    'HTTP/1.1 999999 OK\r\n\r\n',
    'HTTP/9.9 OK\r\n\r\n',
  ])
    for (const stay of [true, false]) {
      const { fault, facts } = await failure(t, says(text, stay))
      t.match(fault, { kind: 'malformed' }, JSON.stringify(text))
      t.equal(Buffer.from(facts.firstBytes ?? '', 'hex').toString('latin1'), text)
    }
  const long = await failure(t, says('x'.repeat(500)))
  t.equal(long.facts.firstBytes?.length, 128)
})

t.test('a peer that speaks or leaves before it is asked', async (t) => {
  const early = async (serve: (socket: Socket) => void) => {
    const connection = await dialled(t, await rawServer(t, serve))
    await new Promise((resolve) => setTimeout(resolve, 20))
    return (await t.rejects(ask(connection, REQUEST, AbortSignal.timeout(500)), StepFault)) as unknown as StepFault
  }
  t.match(await early(says('220 mail.test ESMTP\r\n', true)), {
    fault: { kind: 'malformed' },
    facts: { firstBytes: Buffer.from('220 mail.test ESMTP\r\n').toString('hex') },
  })
  t.match(await early(closes), { fault: { kind: 'closed' }, facts: { bytesRead: 0 } })
  t.match(await early((socket) => setTimeout(() => socket.resetAndDestroy(), 10)), {
    fault: { kind: 'reset' },
    facts: { bytesRead: 0 },
  })
})

t.test('heads without end', async (t) => {
  for (const [head, more] of [
    ['HTTP/1.1 200 OK\r\n', 'X-Header: value\r\n'],
    ['HTTP/1.1 200 OK\r\nX-Long: ', 'v'],
    ['', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'],
    ['', 'HTTP/1.1 102 Processing\r\n\r\n'],
  ] as const) {
    const { fault, facts } = await failure(t, floods(head, more))
    t.match(fault, { kind: 'malformed' })
    t.ok(facts.bytesRead < 300_000, `${facts.bytesRead} bytes`)
  }
})

t.test('a head in pieces, the last one with much of the body', async (t) => {
  const { facts, end } = await exchange(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    setTimeout(() => socket.end(`Server: x\r\nContent-Length: 65600\r\n\r\n${'y'.repeat(65_600)}`), 20)
  })
  t.match(facts, { status: 200, headers: { server: 'x' } })
  t.equal(end.fault, null)
})

t.test('a body without end', async (t) => {
  for (const [head, more] of [
    ['HTTP/1.1 200 OK\r\n\r\n', 'body '],
    ['HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n', 'body '],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '5\r\nbody \r\n'],
  ] as const) {
    const { facts, end, socket } = await exchange(t, floods(head, more))
    t.match(end, { complete: false, fault: null })
    t.ok(end.bytesRead >= 64 * 1024 && end.bytesRead < 300_000, `${end.bytesRead} bytes`)
    t.equal(facts.body?.length, 4096)
    t.ok(socket.destroyed)
  }
})

t.test('a body that stops', async (t) => {
  const began = performance.now()
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf '
  const [silent, closed, reset, chunks] = await Promise.all([
    exchange(t, says(head, true)),
    exchange(t, says(head)),
    exchange(t, (socket) => {
      socket.write(head)
      setTimeout(() => socket.resetAndDestroy(), 30)
    }),
    exchange(t, says('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbody\r\n', true)),
  ])
  t.match(silent, { facts: { body: 'half ' }, end: { bytesRead: 5, complete: false, fault: null } })
  t.match(closed, { facts: { body: 'half ' }, end: { bytesRead: 5, complete: false, fault: { kind: 'closed' } } })
  t.match(reset, { facts: { body: 'half ' }, end: { complete: false, fault: { kind: 'reset' } } })
  t.match(chunks.end, { complete: false, fault: { kind: 'malformed' } })
  t.ok(performance.now() - began < 1500)
})

t.test('the budget ends in a body: seen, not a fault', async (t) => {
  const connection = await dialled(t, await afterHello(t, says('HTTP/1.1 200 OK\r\n\r\nhalf', true)))
  const { body } = await ask(connection, REQUEST, AbortSignal.timeout(60))
  t.match(await body, { text: 'half', complete: false, fault: null })
})

t.test('a request that undici would not send is our defect', async (t) => {
  const connection = await dialled(t, await afterHello(t, staysSilent))
  const error = (await t.rejects(
    ask(connection, { ...REQUEST, path: '/a b' }, AbortSignal.timeout(500)),
    StepFault,
  )) as unknown as StepFault
  t.match(error.fault, { kind: 'bug', code: /UND_ERR_INVALID_ARG/ })
})
