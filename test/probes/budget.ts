import t from 'tap'
import { startBudget } from '../../probes/budget.ts'

t.test('the first reason wins', async (t) => {
  const run = new AbortController()
  const budget = startBudget(10, run.signal)
  t.equal(budget.ending(), null)
  await new Promise((resolve) => {
    budget.signal.addEventListener('abort', resolve)
  })
  t.equal(budget.ending(), 'timeout')
  run.abort()
  budget.end()
  t.equal(budget.ending(), 'timeout')
})

t.test('the end of the run ends the probe, now or before it began', async (t) => {
  const run = new AbortController()
  const budget = startBudget(1000, run.signal)
  run.abort()
  t.equal(budget.ending(), 'aborted')
  t.ok(budget.signal.aborted)
  t.equal(startBudget(1000, run.signal).ending(), 'aborted')
})

t.test('a probe that is over closes what is tied to its signal', async (t) => {
  const budget = startBudget(1000, new AbortController().signal)
  budget.end()
  t.equal(budget.ending(), 'over')
  t.ok(budget.signal.aborted)
})

t.test('what has arrived when the time is up still counts', async (t) => {
  const budget = startBudget(5, new AbortController().signal)
  const seen: (string | null)[] = []
  const busyUntil = performance.now() + 30
  while (performance.now() < busyUntil);
  setTimeout(() => seen.push(budget.ending()), 0)
  await new Promise((resolve) => setTimeout(resolve, 20))
  t.equal(budget.ending(), 'timeout')
})
