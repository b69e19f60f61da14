import t from 'tap'
import { createLog } from '../../../probes/resolver/log.ts'

const asked = {
  question: { name: 'a.test', type: 'A' },
  server: { address: '192.0.2.53', port: 53 },
  transport: 'udp',
} as const

t.test('createLog() tells what is known at any moment', async (t) => {
  let ms = 0
  const log = createLog({ now: () => 0, monotonic: () => ms })
  const never = new Promise<never>(() => undefined)
  void log.add(asked, never)
  ms = 50
  t.match(log.answers(), [{ server: '192.0.2.53', name: 'a.test', fault: { kind: 'aborted' }, durationSeconds: 0.05 }])
  ms = 150
  t.match(log.answers(), [{ fault: { kind: 'timeout' }, durationSeconds: 0.15 }])
  const answer = {
    server: '192.0.2.54',
    transport: 'udp',
    name: 'a.test',
    type: 'A',
    rcode: 'NXDOMAIN',
    addresses: [],
    chain: [],
    durationSeconds: 0.01,
  } as const
  t.equal(await log.add(asked, Promise.resolve(answer)), answer)
  t.match(log.answers(), [{ fault: { kind: 'timeout' } }, answer])
})
