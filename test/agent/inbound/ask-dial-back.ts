import t from 'tap'
import { askDialBack } from '../../../agent/inbound/ask-dial-back.ts'
import { closedPort, rawServer } from '../../fixtures/tls-servers.ts'
import { testWorld } from '../../fixtures/world.ts'

const wanted = { port: 44224, nonce: 'a'.repeat(32) }
const ask = (port: number, timeoutMs = 1000) =>
  askDialBack({ host: 'responder.test', port }, wanted, testWorld(), timeoutMs, new AbortController().signal)

t.test('an answer that is none, and one without end', async (t) => {
  for (const answer of ['', 'null', '<html>', '{"steps": []}', `"${'x'.repeat(100_000)}`])
    t.same(await ask(await rawServer(t, (socket) => socket.end(answer))), { unasked: 'its answer is none' })
})

t.test('a responder that cannot be reached, and one that is silent', async (t) => {
  t.same(await ask(await closedPort()), { unasked: 'ECONNREFUSED' })
  const started = performance.now()
  t.match(await ask(await rawServer(t, () => undefined), 100), { unasked: /./ })
  t.ok(performance.now() - started < 1000)
})
