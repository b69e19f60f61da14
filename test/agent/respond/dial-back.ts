import { once } from 'node:events'
import { connect } from 'node:net'
import t, { type Test } from 'tap'
import { answerDialBack } from '../../../agent/respond/dial-back.ts'
import { dialBackGreeting, dialBackRequest } from '../../../agent/respond/protocol.ts'
import { closedPort, rawServer } from '../../fixtures/tls-servers.ts'
import { testWorld } from '../../fixtures/world.ts'

const nonce = 'a'.repeat(32)

const responder = async (t: Test, admits = true): Promise<number> => {
  const service = await answerDialBack(undefined, 0, () => admits, testWorld())
  t.teardown(service.close)
  return service.port
}

/** Everything that came back for these bytes. */
const say = async (port: number, bytes: string): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port })
  let answer = ''
  socket.on('error', () => undefined).on('data', (part: Buffer) => (answer += part.toString()))
  socket.write(bytes)
  await once(socket, 'close')
  return answer
}

t.test('it connects to the asker’s own port and tells what it saw', async (t) => {
  const port = await rawServer(t, (socket) => socket.end(dialBackGreeting(nonce)))
  const answer: unknown = JSON.parse(await say(await responder(t), dialBackRequest({ port, nonce })))
  t.match(answer, {
    address: '127.0.0.1',
    steps: [
      { phase: 'resolve', ok: true },
      { phase: 'connect', ok: true },
      { phase: 'transfer', ok: true, facts: { firstBytes: dialBackGreeting(nonce).toString('hex') } },
    ],
  })
})

t.test('a failure is told, and what a stranger says is not', async (t) => {
  const control = await responder(t)
  t.match(JSON.parse(await say(control, dialBackRequest({ port: await closedPort(), nonce }))), {
    steps: [{}, { phase: 'connect', ok: false, fault: { code: 'ECONNREFUSED' } }],
  })
  const port = await rawServer(t, (socket) => socket.end('SSH-2.0-SECRET'))
  const answer = await say(control, dialBackRequest({ port, nonce }))
  t.match(JSON.parse(answer), { steps: [{}, {}, { facts: { bytesRead: 14 } }] })
  t.notMatch(answer, new RegExp(Buffer.from('SECRET').toString('hex')))
})

t.test('nothing for what is no request, and nothing beyond the rate', async (t) => {
  const control = await responder(t)
  for (const bytes of ['GET / HTTP/1.1\r\n', 'x'.repeat(1000), `connprobe dial-back 22 ${nonce}\n`])
    t.equal(await say(control, bytes), '')
  t.equal(await say(await responder(t, false), dialBackRequest({ port: 44224, nonce })), '')
})
