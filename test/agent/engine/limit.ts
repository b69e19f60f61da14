import t from 'tap'
import { createLimit } from '../../../agent/engine/limit.ts'

t.test('at most so many are under way at once, and all of them are done in order', async (t) => {
  const limit = createLimit(2)
  let underWay = 0
  let most = 0
  const begun: number[] = []
  const results = await Promise.all(
    [0, 1, 2, 3, 4, 5].map((n) =>
      limit(async () => {
        begun.push(n)
        most = Math.max(most, ++underWay)
        await new Promise((resolve) => setImmediate(resolve))
        underWay--
        return n * 10
      }),
    ),
  )
  t.equal(most, 2)
  t.same(begun, [0, 1, 2, 3, 4, 5])
  t.same(results, [0, 10, 20, 30, 40, 50])
})

t.test('a failure gives its place away', async (t) => {
  const limit = createLimit(1)
  await t.rejects(
    limit(() => Promise.reject(new Error('no'))),
    { message: 'no' },
  )
  t.equal(await limit(() => Promise.resolve(7)), 7)
})
