import t from 'tap'
import { createPace } from '../../../agent/engine/pace.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const never = new AbortController().signal

t.test('no limit: no waiting', async (t) => {
  const pace = createPace(null, clock)
  const start = clock.monotonic()
  for (let n = 0; n < 100; n++) await pace.admit(never)
  pace.charge(1000)
  await pace.admit(never)
  t.ok(clock.monotonic() - start < 50)
})

t.test('connections are spaced evenly, and those on top are charged', async (t) => {
  const pace = createPace(100, clock)
  const start = clock.monotonic()
  for (let n = 0; n < 6; n++) await pace.admit(never)
  const six = clock.monotonic() - start
  t.ok(six >= 45, `six at 100 a second took ${six} ms`)
  pace.charge(10)
  await pace.admit(never)
  t.ok(clock.monotonic() - start - six >= 95)
})

t.test('an aborted run waits no longer', async (t) => {
  const pace = createPace(0.1, clock)
  await pace.admit(never)
  const over = new AbortController()
  const start = clock.monotonic()
  const waiting = pace.admit(over.signal)
  over.abort()
  await waiting
  t.ok(clock.monotonic() - start < 1000)
})
