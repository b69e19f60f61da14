import t from 'tap'
import { BOUNDS, count, createHistogram } from '../../../agent/engine/histogram.ts'

t.test('a value falls into the first bucket that holds it', async (t) => {
  const histogram = createHistogram()
  for (const value of [0, 0.005, 0.0051, 10, 11]) count(histogram, { runId: 'r', value, timestamp: 1 })
  t.equal(histogram.counts.length, BOUNDS.length + 1)
  t.strictSame(
    [histogram.counts[0], histogram.counts[1], histogram.counts.at(-2), histogram.counts.at(-1)],
    [2, 1, 1, 1],
  )
  t.equal(histogram.examples.at(-1)?.value, 11)
  t.equal(histogram.sum, 21.0101)
})
