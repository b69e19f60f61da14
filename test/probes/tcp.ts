import t from 'tap'
import { tcp } from '../../probes/tcp.ts'
import { closedPort, rawServer } from '../fixtures/tls-servers.ts'
import { testJob, testWorld } from '../fixtures/world.ts'

const stepsOf = async (port: number) => {
  const { job, steps } = testJob(t, { host: 'a.test', port }, testWorld())
  await tcp.run(job).catch(() => undefined)
  return steps
}

t.test('a peer that speaks first, waits, or hangs up', async (t) => {
  const speaks = await rawServer(t, (socket) => socket.write('SSH-2.0-x\r\n'))
  const waits = await rawServer(t, () => undefined)
  const closes = await rawServer(t, (socket) => socket.end())
  const resets = await rawServer(t, (socket) => {
    setTimeout(() => socket.resetAndDestroy(), 20)
  })
  const facts = async (port: number) => (await stepsOf(port)).at(-1)
  const seen = await Promise.all([speaks, waits, closes, resets].map(facts))
  const transfer = (end: string, bytesRead = 0) => ({
    phase: 'transfer',
    ok: true,
    facts: { protocol: 'tcp', end, bytesRead },
  })
  t.match(seen, [transfer('open', 11), transfer('open'), transfer('closed'), transfer('reset')])
  t.match(seen[0], { facts: { firstBytes: Buffer.from('SSH-2.0-x\r\n').toString('hex') } })
})

t.test('a port that is closed has no transfer', async (t) => {
  t.match(await stepsOf(await closedPort()), [{ phase: 'connect', ok: false, fault: { code: 'ECONNREFUSED' } }])
  t.notOk(tcp.proxied)
})
