import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import t, { type Test } from 'tap'
import { answerUdp, greetTcp, listenTcp, type Service } from '../../../agent/respond/service.ts'
import { observe } from '../../../probes/observe.ts'
import { testWorld } from '../../fixtures/world.ts'

const closing = (t: Test, service: Service): number => {
  t.teardown(service.close)
  return service.port
}
const never = new AbortController().signal
const all = () => true

/** Sends datagrams one by one; what came back to each within a moment. */
const ask = async (t: Test, port: number, questions: readonly Buffer[]): Promise<string[]> => {
  const socket = createSocket('udp4')
  t.teardown(() => socket.close())
  const answers: string[] = []
  for (const question of questions) {
    socket.send(question, port, '127.0.0.1')
    const moment = new AbortController()
    const timer = setTimeout(() => moment.abort(), 100)
    const [answer] = (await once(socket, 'message', { signal: moment.signal }).catch(() => ['-'])) as [Buffer | string]
    clearTimeout(timer)
    answers.push(answer.toString())
  }
  return answers
}

t.test('a connection is greeted, which proves to a probe that it was reached', async (t) => {
  const port = closing(t, await greetTcp('127.0.0.1', 0, all))
  const [seen] = await observe('tcp', { host: '127.0.0.1', port }, testWorld(), 1000, never)
  t.match(seen?.steps.at(-1), { phase: 'transfer', ok: true, facts: { bytesRead: 19 } })
})

t.test('beyond the rate nothing is said', async (t) => {
  const port = closing(t, await greetTcp('127.0.0.1', 0, () => false))
  const [seen] = await observe('tcp', { host: '127.0.0.1', port }, testWorld(), 1000, never)
  t.notMatch(seen?.steps.at(-1), { facts: { bytesRead: 19 } })
  const udp = closing(t, await answerUdp('127.0.0.1', 0, () => false))
  t.same(await ask(t, udp, [Buffer.from('a question of some length')]), ['-'])
})

t.test('a datagram is answered, never with more than was asked with', async (t) => {
  const port = closing(t, await answerUdp('127.0.0.1', 0, all))
  const questions = [Buffer.alloc(1000, 'x'), Buffer.from('xyz')]
  t.same(await ask(t, port, questions), ['connprobe responds\n', 'con'])
})

t.test('what may be an answer is not answered: two responders leave each other in peace', async (t) => {
  const port = closing(t, await answerUdp('127.0.0.1', 0, all))
  const answers = ['connprobe responds\n', 'connprobe responds\nmore', 'con', ''].map((text) => Buffer.from(text))
  t.same(await ask(t, port, answers), ['-', '-', '-', '-'])
})

t.test('a port that is taken is the system’s error', async (t) => {
  const port = closing(t, await listenTcp('127.0.0.1', 0, () => undefined))
  await t.rejects(
    listenTcp('127.0.0.1', port, () => undefined),
    { code: 'EADDRINUSE' },
  )
  const udp = closing(t, await answerUdp('127.0.0.1', 0, all))
  await t.rejects(answerUdp('127.0.0.1', udp, all), { code: 'EADDRINUSE' })
})
