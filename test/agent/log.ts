import t from 'tap'
import { createLog, type LogOptions } from '../../agent/log.ts'

const clock = { now: () => Date.UTC(2026, 10, 22), monotonic: () => 0 }
const logOf = (options: Partial<LogOptions> = {}) => {
  const lines: string[] = []
  const log = createLog({ level: 'info', format: 'logfmt', clock, write: (line) => void lines.push(line), ...options })
  return { log, lines }
}

t.test('one line an event', async (t) => {
  const { log, lines } = logOf()
  log.warn('verdict changed', { endpoint: 'a.example:443', says: 'The "peer" closed', ok: false, cause: null })
  log.debug('too much')
  t.strictSame(lines, [
    'ts=2026-11-22T00:00:00.000Z level=warn msg="verdict changed" endpoint=a.example:443 says="The \\"peer\\" closed" ok=false cause=null\n',
  ])
})

t.test('JSON', async (t) => {
  const { log, lines } = logOf({ format: 'json', level: 'debug' })
  log.debug('round', { open: 3 })
  t.strictSame(JSON.parse(lines[0] ?? ''), { ts: '2026-11-22T00:00:00.000Z', level: 'debug', msg: 'round', open: 3 })
})

t.test('no word of a peer becomes a line of ours', async (t) => {
  for (const format of ['logfmt', 'json'] as const) {
    const { log, lines } = logOf({ format })
    log.info('seen', { issuer: `CN=x\nts=1 level=error msg=forged\u001b[31m${'y'.repeat(5000)}` })
    t.equal(lines.length, 1)
    t.equal(lines[0]?.split('\n').length, 2)
    t.notMatch(lines[0], '\u001b')
    t.ok((lines[0]?.length ?? 0) < 1200)
  }
})
