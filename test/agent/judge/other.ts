import t from 'tap'
import { ADDRESS, connect, cut, HEALTHY, HOST, resolve, seen, silence, testCases } from '../../fixtures/evidence.ts'

const late = (seconds: number) => [
  seen([resolve(), connect(), { ...cut(silence), durationSeconds: seconds }], { durationSeconds: 4 }),
]

testCases(t, [
  {
    name: 'the run ended',
    steps: [resolve(), connect({ kind: 'aborted' })],
    is: 'inconclusive deadline',
    says: ['--deadline'],
  },
  { name: 'the run ended before the first step', steps: [], is: 'inconclusive deadline' },
  {
    name: 'no time was left to wait',
    observations: late(0.01),
    is: 'inconclusive deadline',
    says: ['--timeout', HOST],
  },
  { name: 'enough time was left to wait', observations: late(1), is: 'blocked tls-silent-after-hello' },
  {
    name: 'a defect',
    steps: [resolve(), connect({ kind: 'bug', code: 'TypeError' })],
    is: 'inconclusive probe-error',
    says: ['TypeError'],
  },
  {
    name: 'a name that DNS cannot have',
    observations: [seen([resolve({}, { kind: 'unsupported', code: 'invalid-name' })], { address: null })],
    is: 'inconclusive probe-error',
    says: ['name'],
  },
  {
    name: 'nothing that we know',
    steps: [resolve(), connect({ kind: 'errno', code: 'ENOTSUP' }, null)],
    is: 'blocked unknown',
    says: ['ENOTSUP'],
    wants: ['confirm'],
  },
  { name: 'all is well', observations: [seen(HEALTHY, { address: ADDRESS })], is: 'open' },
])
