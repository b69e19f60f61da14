import t from 'tap'
import { readProbingOptions } from '../../agent/options.ts'
import { UsageError } from '../../agent/usage-error.ts'

const problemsOf = (raw: Record<string, unknown>): readonly string[] => {
  try {
    readProbingOptions(raw)
  } catch (error) {
    if (error instanceof UsageError) return error.problems
    throw error
  }
  return []
}

t.test('defaults', async (t) => {
  const options = readProbingOptions({})
  t.match(options, { timeoutMs: 5000, deadlineMs: null, concurrency: 256, rate: null, holdMs: null, detect: true })
  t.same(options.manifests, [])
  t.equal(options.cloud, null)
})

t.test('values are read', async (t) => {
  const options = readProbingOptions({
    manifest: ['a', 'b.yaml'],
    cloud: 'china',
    set: ['region=westeurope', 'x=a=b'],
    timeout: '800ms',
    deadline: '2m',
    concurrency: '10',
    rate: 5,
    'no-detect': true,
    resolver: ['10.0.0.4', '10.0.0.4:5353', '[fd00::1]:53', 'fd00::1'],
  })
  t.match(options, { timeoutMs: 800, deadlineMs: 120_000, concurrency: 10, rate: 5, detect: false, cloud: 'china' })
  t.same(
    [...options.set],
    [
      ['region', 'westeurope'],
      ['x', 'a=b'],
    ],
  )
  t.equal(options.resolvers.length, 4)
})

t.test('all mistakes at once, each with its option', async (t) => {
  const problems = problemsOf({
    timeout: '5',
    deadline: 'soon',
    concurrency: '0',
    rate: '1.5',
    hold: '-1s',
    cloud: 'mars',
    set: ['region'],
    resolver: ['dns.example', '10.0.0.4:0', '1.2.3.4:65536'],
  })
  t.equal(problems.length, 10)
  for (const option of ['timeout', 'deadline', 'concurrency', 'rate', 'hold', 'cloud', 'set', 'resolver'])
    t.ok(
      problems.some((problem) => problem.startsWith(`--${option}: `)),
      option,
    )
})

t.test('a timeout beyond what TCP itself allows is a mistake', async (t) => {
  t.equal(problemsOf({ timeout: '10m' }).length, 1)
})
