import t from 'tap'
import { createHandshakeGate } from '../../../agent/engine/handshake-gate.ts'

const never = new AbortController().signal

t.test('silent peers do not starve the others', async (t) => {
  const gate = createHandshakeGate()
  const silent = Array.from({ length: 16 }, () => gate(() => new Promise<void>(() => undefined), never))
  const result = await gate(() => Promise.resolve('shaken'), never)
  t.equal(result, 'shaken')
  t.equal(silent.length, 16)
})

t.test('only a few begin in one turn', async (t) => {
  const gate = createHandshakeGate()
  let begun = 0
  const all = Array.from({ length: 40 }, () =>
    gate(async () => {
      begun++
      await new Promise((resolve) => setTimeout(resolve, 5))
    }, never),
  )
  await new Promise((resolve) => setImmediate(resolve))
  t.equal(begun, 16)
  await Promise.all(all)
  t.equal(begun, 40)
})

t.test('an aborted probe waits no longer', async (t) => {
  const gate = createHandshakeGate()
  for (let n = 0; n < 16; n++) void gate(() => new Promise<void>(() => undefined), never)
  const over = new AbortController()
  const waiting = gate(() => Promise.resolve('let in to fail by itself'), over.signal)
  over.abort()
  t.equal(await waiting, 'let in to fail by itself')
})

t.test('a failed handshake gives its place away', async (t) => {
  const gate = createHandshakeGate()
  await t.rejects(gate(() => Promise.reject(new Error('alert')), never))
  t.equal(await gate(() => Promise.resolve(1), never), 1)
})
