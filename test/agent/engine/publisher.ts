import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { createPublisher } from '../../../agent/engine/publisher.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }

t.test('one thing after the other', async (t) => {
  let under = 0
  let most = 0
  const publisher = createPublisher(async () => {
    most = Math.max(most, ++under)
    await sleep(20)
    under--
  }, clock)
  await Promise.all([publisher.now(), publisher.now(), publisher.now()])
  t.equal(most, 1)
})

t.test('news come together, and not once everything has been told', async (t) => {
  let published = 0
  const publisher = createPublisher(async () => {
    published++
  }, clock)
  for (let n = 0; n < 100; n++) publisher.soon()
  await publisher.now()
  t.equal(published, 1)
  publisher.soon()
  publisher.stop()
  await sleep(50)
  t.equal(published, 1)
})
