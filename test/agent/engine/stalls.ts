import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { watchStalls } from '../../../agent/engine/stalls.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const block = (ms: number) => {
  const end = performance.now() + ms
  while (performance.now() < end);
}

t.test('a stall is seen by whatever was under way, at once and later', async (t) => {
  const stalls = watchStalls(clock)
  t.teardown(stalls.stop)
  const before = clock.monotonic()
  await sleep(20)
  block(450)
  t.ok(stalls.since(before) >= 200, 'before the timer saw it')
  await sleep(120)
  t.ok(stalls.since(before) >= 200)
  t.equal(stalls.since(clock.monotonic()), 0, 'what begins afterwards is not spoilt')
})

t.test('a busy loop that lets others run is no stall', async (t) => {
  const stalls = watchStalls(clock)
  t.teardown(stalls.stop)
  const before = clock.monotonic()
  for (let n = 0; n < 20; n++) {
    block(10)
    await sleep(1)
  }
  t.equal(stalls.since(before), 0)
})
