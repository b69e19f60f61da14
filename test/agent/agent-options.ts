import t from 'tap'
import { readAgentOptions } from '../../agent/agent-options.ts'
import type { UsageError } from '../../agent/usage-error.ts'

const problemsOf = (raw: Record<string, unknown>): readonly string[] => {
  try {
    readAgentOptions(raw)
    return []
  } catch (error) {
    return (error as UsageError).problems
  }
}

t.test('defaults', async (t) => {
  t.match(readAgentOptions({}), {
    listen: { host: '127.0.0.1', port: 10115 },
    rate: 20,
    rhythm: { intervalMs: 60_000, failingMs: 15_000, stableMs: 240_000 },
    logLevel: 'info',
    logFormat: 'logfmt',
    webConfig: null,
  })
})

t.test('the rhythm follows the interval', async (t) => {
  t.match(readAgentOptions({ interval: '2s' }).rhythm, { intervalMs: 2000, failingMs: 1000, stableMs: 8000 })
  t.match(readAgentOptions({ interval: '500ms' }).rhythm, { failingMs: 500 })
  t.match(readAgentOptions({ 'stable-interval': '60s', rate: '100' }), { rhythm: { stableMs: 60_000 }, rate: 100 })
})

t.test('every mistake at once', async (t) => {
  t.match(
    problemsOf({
      interval: 'often',
      'failing-interval': '2m',
      'stable-interval': '1s',
      listen: 'here',
      format: 'json',
      'log-level': 'loud',
      timeout: 'x',
    }),
    [
      /--interval/,
      /--failing-interval: longer/,
      /--stable-interval: shorter/,
      /--listen: 'here'/,
      /--format/,
      /--timeout/,
      /--log-level/,
    ],
  )
})
