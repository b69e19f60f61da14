import t from 'tap'
import { createRateLimit } from '../../../agent/respond/rate-limit.ts'

t.test('so many to one address, so many to all, anew each second', async (t) => {
  let now = 500
  const admits = createRateLimit({ each: 2, all: 3 }, { now: () => now, monotonic: () => now })
  t.same(['a', 'a', 'a', 'b', 'b'].map(admits), [true, true, false, true, false])
  now = 1100
  t.equal(admits('a'), true)
})
