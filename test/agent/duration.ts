import t from 'tap'
import { parseDuration } from '../../agent/duration.ts'

t.test('durations as people write them', async (t) => {
  for (const [text, ms] of [
    ['800ms', 800],
    ['5s', 5000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    [' 3s ', 3000],
  ] as const)
    t.equal(parseDuration(text), ms, text)
})

t.test('everything else is none', async (t) => {
  for (const text of ['', '5', 's', '5 s', '-1s', '0s', '1w', '5S', '1e3s', '.5s', 'Infinitys', '5s5s'])
    t.equal(parseDuration(text), null, text)
})
