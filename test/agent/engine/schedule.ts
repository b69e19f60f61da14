import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { createSchedule } from '../../../agent/engine/schedule.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }

t.test('each name takes its turns in its period', async (t) => {
  const starts = new Map<string, number[]>()
  const schedule = createSchedule({
    clock,
    periodOf: (name) => (name === 'slow' ? 200 : 50),
    turn: async (name) => void starts.set(name, [...(starts.get(name) ?? []), clock.monotonic()]),
  })
  schedule.set(['slow', 'fast', 'other'])
  await sleep(620)
  schedule.set([])
  const seen = { slow: starts.get('slow')?.length ?? 0, fast: starts.get('fast')?.length ?? 0 }
  t.ok(seen.slow >= 2 && seen.slow <= 4, seen)
  t.ok(seen.fast >= 9 && seen.fast <= 13, seen)
  await sleep(120)
  t.equal(starts.get('fast')?.length, seen.fast, 'stopped')
})

t.test('turns of one name never overlap, and those that it covers are skipped', async (t) => {
  let under = 0
  let most = 0
  let turns = 0
  const schedule = createSchedule({
    clock,
    periodOf: () => 20,
    turn: async () => {
      most = Math.max(most, ++under)
      turns++
      await sleep(70)
      under--
    },
  })
  schedule.set(['a'])
  await sleep(400)
  schedule.set([])
  t.equal(most, 1)
  t.ok(turns >= 3 && turns <= 6, { turns })
})

t.test('after standing still nothing is made up for', async (t) => {
  const turns: number[] = []
  const schedule = createSchedule({
    clock,
    periodOf: () => 100,
    turn: async () => {
      turns.push(clock.monotonic())
    },
  })
  schedule.set(Array.from({ length: 200 }, (_, n) => `name ${n}`))
  const end = clock.monotonic() + 1150
  while (clock.monotonic() < end);
  await sleep(95)
  schedule.set([])
  const atOnce = turns.filter((at) => at < end + 20).length
  t.ok(turns.length > 100 && turns.length <= 200, `${turns.length} turns of 200 names in the period after`)
  t.ok(atOnce < 100, `${atOnce} of them at once`)
})

t.test('those that stay keep their place; those that come get one; those that go take no more turns', async (t) => {
  const turns: string[] = []
  let period = 10_000
  const schedule = createSchedule({
    clock,
    periodOf: () => period,
    turn: async (name) => {
      turns.push(name)
    },
  })
  schedule.set(['stays', 'goes'])
  period = 30
  schedule.set(['stays', 'comes'])
  await sleep(150)
  schedule.set([])
  t.ok(turns.includes('stays') && turns.includes('comes'))
  t.notOk(turns.includes('goes'))
})
