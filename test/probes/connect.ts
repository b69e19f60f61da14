import t from 'tap'
import { askRoute, closeWith, connectStep, connectTcp } from '../../probes/connect.ts'
import { StepFault } from '../../probes/probe.ts'
import { closedPort, rawServer } from '../fixtures/tls-servers.ts'
import { testJob, testWorld } from '../fixtures/world.ts'

const aborted = new StepFault({ kind: 'aborted' })
const never = new AbortController().signal

t.test('connectTcp() connects to an address', async (t) => {
  const port = await rawServer(t, () => undefined)
  const socket = await connectTcp('127.0.0.1', port, never)
  t.equal(socket.remotePort, port)
  socket.destroy()
})

t.test('connectTcp() rejects with the system error', async (t) => {
  await t.rejects(connectTcp('127.0.0.1', await closedPort(), never), { code: 'ECONNREFUSED', syscall: 'connect' })
})

t.test('connectTcp() never resolves a name', async (t) => {
  await t.rejects(connectTcp('localhost', 1, never), TypeError)
})

t.test('connectTcp() ends with its signal, before and during the attempt', async (t) => {
  await t.rejects(connectTcp('127.0.0.1', await closedPort(), AbortSignal.abort()), aborted)
  const controller = new AbortController()
  const attempt = connectTcp('127.0.0.1', await rawServer(t, () => undefined), controller.signal)
  controller.abort()
  await t.rejects(attempt, aborted)
})

t.test('connectTcp() tells the local end of an attempt that was cut off', async (t) => {
  const controller = new AbortController()
  const attempt = connectTcp('127.0.0.1', await rawServer(t, () => undefined), controller.signal)
  // After the connection request went out, before its answer is read.
  process.nextTick(() => controller.abort())
  const error: unknown = await attempt.catch((error: unknown) => error)
  t.match(error, { local: { address: '127.0.0.1', port: Number } })
})

t.test('connectTcp() leaves a connected socket alone when the signal aborts', async (t) => {
  const controller = new AbortController()
  const socket = await connectTcp('127.0.0.1', await rawServer(t, () => undefined), controller.signal)
  controller.abort()
  t.notOk(socket.destroyed)
  socket.destroy()
})

t.test('closeWith() destroys the socket with the signal, unless it was let go', async (t) => {
  const port = await rawServer(t, () => undefined)
  const kept = await connectTcp('127.0.0.1', port, never)
  const closed = await connectTcp('127.0.0.1', port, never)
  const controller = new AbortController()
  const { letGo } = closeWith(kept, controller.signal)
  closeWith(closed, controller.signal)
  letGo()
  controller.abort()
  t.ok(closed.destroyed)
  t.notOk(kept.destroyed)
  kept.destroy()
})

t.test('closeWith() destroys at once when the signal is over already', async (t) => {
  const socket = await connectTcp('127.0.0.1', await rawServer(t, () => undefined), never)
  closeWith(socket, AbortSignal.abort())
  t.ok(socket.destroyed)
})

t.test('askRoute() says which source address a route has, and which errno where there is none', async (t) => {
  t.same(await askRoute('127.0.0.1', 9), { route: null, source: '127.0.0.1' })
  t.same(await askRoute('255.255.255.255', 9), { route: 'EACCES' }, 'broadcast needs a socket option')
})

t.test('connectStep() records the address, and asks the route after a failure', async (t) => {
  const open = testJob(t, { host: 'a.test', port: await rawServer(t, () => undefined) }, testWorld())
  const { socket } = await connectStep(open.job)
  t.match(open.steps, [{ phase: 'connect', ok: true, facts: { address: '127.0.0.1', port: socket.remotePort } }])
  t.notMatch(open.steps, [{ facts: { source: String } }])
  socket.destroy()

  const port = await closedPort()
  const closed = testJob(t, { host: 'a.test', port }, testWorld())
  await t.rejects(connectStep(closed.job))
  t.match(closed.steps, [
    {
      phase: 'connect',
      ok: false,
      fault: { kind: 'errno', code: 'ECONNREFUSED', syscall: 'connect' },
      facts: { address: '127.0.0.1', port, route: null, source: '127.0.0.1' },
    },
  ])
})
