import t from 'tap'
import {
  nextDue,
  nextStreak,
  NO_STREAK,
  periodOf,
  placeOf,
  standingOf,
  type Rhythm,
  type Streak,
} from '../../../agent/engine/rhythm.ts'

const rhythm: Rhythm = { intervalMs: 60_000, failingMs: 15_000, stableMs: 240_000 }
const names = Array.from({ length: 1000 }, (_, n) => `n${n}.example.com:443/https`)

t.test('turns come at a fixed rate and never drift', async (t) => {
  const dues: number[] = []
  let last: number | null = null
  let now = 12_345
  for (let turn = 0; turn < 1000; turn++) {
    const due: number = nextDue('a', 60_000, now, last)
    dues.push(due)
    last = due
    // The turn takes its time, a different one each time.
    now = due + (turn % 7) * 900
  }
  t.ok(dues.every((due, n) => n === 0 || Math.abs(due - (dues[n - 1] ?? 0) - 60_000) < 1e-6))
})

t.test('starts are spread over the interval, by name alone', async (t) => {
  const seconds = Array.from({ length: 60 }, () => 0)
  for (const name of names) {
    const second = Math.floor((nextDue(name, 60_000, 600_000, null) - 600_000) / 1000)
    seconds[second] = (seconds[second] ?? 0) + 1
  }
  t.ok(Math.max(...seconds) < 40, `${Math.max(...seconds)} of 1,000 in one second of sixty`)
  t.equal(placeOf('a.example.com:443/https'), placeOf('a.example.com:443/https'))
  t.ok(names.map(placeOf).every((place) => place >= 0 && place < 1))
})

t.test('what was missed is not made up for', async (t) => {
  const asleep = 3_600_000
  const dues = names.map((name) => nextDue(name, 60_000, asleep, null))
  t.ok(dues.every((due) => due >= asleep && due < asleep + 60_000))
  t.ok(dues.filter((due) => due < asleep + 1000).length < 40)
})

t.test('a turn that took longer than the period skips those that it covered', async (t) => {
  const first = nextDue('a', 1000, 0, null)
  t.equal(nextDue('a', 1000, first + 2500, first), first + 3000)
})

t.test('a change of period leaves half a period between two turns', async (t) => {
  for (const name of names.slice(0, 100)) {
    const last = nextDue(name, 60_000, 0, null)
    for (const period of [15_000, 120_000, 240_000]) {
      const gap = nextDue(name, period, last + 10, last) - last
      t.ok(gap >= period / 2 && gap <= period * 1.5, { gap, period })
    }
  }
})

const after = (turns: number, standing: Streak['standing']): Streak =>
  Array.from({ length: turns }).reduce<Streak>((streak) => nextStreak(streak, standing), NO_STREAK)

t.test('failures are probed more often, for a while', async (t) => {
  t.equal(periodOf(after(1, 'failing'), rhythm), 15_000)
  t.equal(periodOf(after(10, 'failing'), rhythm), 15_000)
  t.equal(periodOf(after(11, 'failing'), rhythm), 60_000)
})

t.test('what has long been fine is probed less often, four times at most', async (t) => {
  t.equal(periodOf(after(59, 'passing'), rhythm), 60_000)
  t.equal(periodOf(after(60, 'passing'), rhythm), 120_000)
  t.equal(periodOf(after(120, 'passing'), rhythm), 240_000)
  t.equal(periodOf(after(100_000, 'passing'), rhythm), 240_000)
  t.equal(periodOf(after(500, 'passing'), { ...rhythm, stableMs: 60_000 }), 60_000)
  t.equal(periodOf(after(500, 'unknown'), rhythm), 60_000)
})

t.test('a streak ends with the first turn that is different', async (t) => {
  t.strictSame(nextStreak(after(200, 'passing'), 'failing'), { standing: 'failing', turns: 1 })
  t.equal(standingOf('degraded'), 'passing')
  t.equal(standingOf('denied'), 'failing')
  t.equal(standingOf('inconclusive'), 'unknown')
})
