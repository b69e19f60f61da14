import t from 'tap'
import {
  closed,
  connect,
  cut,
  decoy,
  endpoint,
  errno,
  heard,
  HEALTHY,
  HOST,
  http,
  request,
  reset,
  resolve,
  silence,
  SILENT_DECOY,
  testCases,
  tls,
} from '../../fixtures/evidence.ts'

const tcp = endpoint(HOST, { probe: 'tcp', port: 8704 })
const smb = endpoint(HOST, { probe: 'smb', port: 445 })
const listening = (...last: Parameters<typeof heard>) => [resolve(), connect(), heard(...last)]
const decoys = (steps: Parameters<typeof decoy>[0]) => ({ experiments: [decoy(steps, 8704)] })

t.test('connections that fail', (t) => {
  testCases(t, [
    {
      name: 'silence',
      steps: [resolve(), connect(silence, null)],
      is: 'blocked tcp-timeout',
      confidence: 'proven',
      wants: [],
    },
    {
      name: 'silence for less than a repetition',
      steps: [resolve(), { ...connect(silence, null), durationSeconds: 0.4 }],
      is: 'blocked tcp-timeout',
      confidence: 'likely',
    },
    { name: 'the run ended', steps: [resolve(), connect({ kind: 'aborted' })], is: 'inconclusive deadline' },
    {
      name: 'silence after the connection is of TLS',
      steps: [resolve(), connect(), cut(silence)],
      is: 'blocked tls-silent-after-hello',
    },
    {
      name: 'refused',
      steps: [resolve(), connect(errno('ECONNREFUSED', 'connect'), null)],
      is: 'blocked tcp-refused',
      wants: ['confirm'],
    },
    {
      name: 'unreachable',
      steps: [resolve(), connect(errno('EHOSTUNREACH', 'connect'), null)],
      is: 'blocked tcp-unreachable',
      wants: ['confirm'],
    },
    {
      name: 'reset after the connection, on an endpoint of TLS',
      steps: [resolve(), connect(), cut(reset)],
      is: 'blocked tls-closed-after-hello',
    },
  ])
  t.end()
})

t.test('connections that prove nothing', (t) => {
  testCases(t, [
    { name: 'the peer speaks first', endpoint: tcp, steps: listening(20), is: 'open' },
    {
      name: 'the peer is quiet and decoys are silent',
      endpoint: tcp,
      steps: listening(0),
      around: decoys(SILENT_DECOY),
      is: 'open',
    },
    {
      name: 'the peer is quiet and decoys are refused',
      endpoint: tcp,
      steps: listening(0),
      around: decoys([connect(errno('ECONNREFUSED', 'connect'))]),
      is: 'open',
    },
    {
      name: 'the peer is quiet and a decoy connects',
      endpoint: tcp,
      steps: listening(0),
      around: decoys([connect(), heard(0)]),
      is: 'inconclusive tcp-middlebox',
      confidence: 'proven',
    },
    {
      name: 'the peer speaks first though a decoy connects',
      endpoint: tcp,
      steps: listening(4),
      around: decoys([connect(), heard(0)]),
      is: 'open',
    },
    {
      name: 'nobody asked a decoy',
      endpoint: tcp,
      steps: listening(0),
      is: 'inconclusive tcp-middlebox',
      confidence: 'likely',
      wants: ['decoy-address'],
    },
    {
      name: 'the decoy was asked on another port',
      endpoint: tcp,
      steps: listening(0),
      around: { experiments: [decoy(SILENT_DECOY, 443)] },
      is: 'inconclusive tcp-middlebox',
    },
    {
      name: 'the decoy was cut off',
      endpoint: tcp,
      steps: listening(0),
      around: decoys([connect({ kind: 'aborted' })]),
      is: 'inconclusive tcp-middlebox',
      wants: [],
    },
    {
      name: 'closed before a byte',
      endpoint: tcp,
      steps: listening(0, 'closed'),
      around: decoys(SILENT_DECOY),
      is: 'blocked tcp-closed-early',
      wants: ['confirm'],
    },
    { name: 'reset before a byte', endpoint: tcp, steps: listening(0, 'reset'), is: 'blocked tcp-closed-early' },
    { name: 'closed after a byte', endpoint: tcp, steps: listening(3, 'closed'), is: 'open' },
    {
      name: 'SMB closed before a byte',
      endpoint: smb,
      steps: [resolve(), connect(), request({ protocol: 'smb' }, closed)],
      is: 'blocked tcp-closed-early',
    },
    {
      name: 'an https endpoint needs no decoy',
      steps: HEALTHY,
      around: { experiments: [decoy([connect(), tls(), http(200)])] },
      is: 'open',
    },
  ])
  t.end()
})

t.test('slow phases', (t) => {
  const of = (seconds: number) => endpoint(HOST, { expect: { slow: { tls: seconds } } })
  testCases(t, [
    {
      name: 'slower than the requirement allows',
      endpoint: of(1),
      steps: HEALTHY,
      is: 'degraded slow',
      says: ['1.5 s'],
    },
    { name: 'as slow as the requirement allows', endpoint: of(1.5), steps: HEALTHY, is: 'open' },
    { name: 'nothing is required', steps: HEALTHY, is: 'open' },
    {
      name: 'slow and blocked is blocked',
      endpoint: of(1),
      steps: [resolve(), connect(), tls(), http(null, {}, silence)],
      is: 'blocked http-no-response',
      also: ['slow'],
    },
  ])
  t.end()
})
