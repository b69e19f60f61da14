import t from 'tap'
import { createCache } from '../../../probes/resolver/cache.ts'

const at = (time: { ms: number }) => ({ now: () => 0, monotonic: () => time.ms })

t.test('createCache() keeps a value for its time', async (t) => {
  const time = { ms: 0 }
  const cache = createCache<string>(10, at(time))
  cache.set('a', 'value', 2)
  cache.set('never', 'value', 0)
  t.equal(cache.get('never'), undefined)
  time.ms = 1999
  t.equal(cache.get('a'), 'value')
  time.ms = 2000
  t.equal(cache.get('a'), undefined)
})

t.test('createCache() has a size', async (t) => {
  const cache = createCache<number>(2, at({ ms: 0 }))
  cache.set('a', 1, 9)
  cache.set('b', 2, 9)
  cache.set('a', 3, 9)
  cache.set('c', 4, 9)
  t.same(['a', 'b', 'c'].map(cache.get), [3, undefined, 4])
})
