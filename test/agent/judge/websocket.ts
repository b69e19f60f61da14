import t from 'tap'
import {
  ADDRESS,
  asked,
  closed,
  connect,
  endpoint,
  HOST,
  http,
  leafBy,
  other,
  refusedChain,
  resolve,
  seen,
  silence,
  testCases,
  tls,
  transfer,
  upgrade,
} from '../../fixtures/evidence.ts'

const ws = endpoint(HOST, { probe: 'websocket' })
const due = endpoint(HOST, { probe: 'websocket', expect: { websocket: true } })
const plainWs = endpoint(HOST, { probe: 'websocket', port: 80 })
const over = (...steps: Parameters<typeof seen>[0]) => [resolve(), connect(), tls(), ...steps]
const clear = (...steps: Parameters<typeof seen>[0]) => [resolve(), connect(), ...steps]
const pong = transfer({ protocol: 'websocket', pongSeconds: 0.02 })
const request = (status: number, probe: 'http' | 'https' = 'https') =>
  asked(
    'plain-request',
    probe,
    { address: ADDRESS },
    seen([connect(), ...(probe === 'https' ? [tls()] : []), http(status)]),
  )
const upgraded = { others: [other('relay.servicebus.windows.net', over(upgrade(101), pong), { probe: 'websocket' })] }
const inspected = (...steps: Parameters<typeof seen>[0]) => [
  resolve(),
  connect(),
  refusedChain('SELF_SIGNED_CERT_IN_CHAIN', [leafBy('CN=Zscaler Root CA')], true),
  ...steps,
]

t.test('upgrades', (t) => {
  testCases(t, [
    { name: '101 and a pong', endpoint: ws, steps: over(upgrade(101), pong), is: 'open' },
    {
      name: '101 and a close frame',
      endpoint: ws,
      steps: over(upgrade(101), transfer({ protocol: 'websocket', closeCode: 1008 }, closed)),
      is: 'open',
    },
    {
      name: '101 without the proof',
      endpoint: ws,
      steps: over(upgrade(101, { accepted: false }, { kind: 'malformed' })),
      is: 'blocked ws-handshake-invalid',
      also: [],
    },
    {
      name: 'no frame comes back',
      endpoint: ws,
      steps: over(upgrade(101), transfer({ protocol: 'websocket' }, silence)),
      is: 'blocked ws-frames-blocked',
      wants: ['confirm'],
    },
    {
      name: 'closed before a frame',
      endpoint: ws,
      steps: over(upgrade(101), transfer({ protocol: 'websocket' }, closed)),
      is: 'blocked ws-frames-blocked',
    },
    {
      name: 'the run ended before a frame',
      endpoint: ws,
      steps: over(upgrade(101), transfer({ protocol: 'websocket' }, { kind: 'aborted' })),
      is: 'inconclusive deadline',
    },
    {
      name: 'dropped while held',
      endpoint: ws,
      steps: over(upgrade(101), transfer({ protocol: 'websocket', pongSeconds: 0.02, heldSeconds: 240 }, closed)),
      is: 'degraded ws-dropped-idle',
      says: ['240 s'],
    },
    {
      name: 'held to the end',
      endpoint: ws,
      steps: over(upgrade(101), transfer({ protocol: 'websocket', pongSeconds: 0.02, heldSeconds: 300 })),
      is: 'open',
    },
    {
      name: '101 within TLS that nobody trusts',
      endpoint: ws,
      steps: [resolve(), connect(), refusedChain('SELF_SIGNED_CERT_IN_CHAIN', [leafBy('CN=X')]), upgrade(101), pong],
      is: 'blocked tls-untrusted',
    },
  ])
  t.end()
})

t.test('refused upgrades', (t) => {
  testCases(t, [
    {
      name: 'an ordinary answer on an unknown path',
      endpoint: ws,
      steps: over(upgrade(404)),
      is: 'inconclusive ws-not-offered',
      confidence: 'proven',
      wants: [],
    },
    { name: 'credentials first', endpoint: due, steps: over(upgrade(401)), is: 'inconclusive ws-auth-required' },
    {
      name: "the service's own denial",
      endpoint: ws,
      steps: over(upgrade(403, { headers: { 'x-ms-error-code': 'AuthorizationFailure' } })),
      is: 'denied http-service-denied',
    },
    {
      name: 'due: an ordinary request is asked',
      endpoint: due,
      steps: over(upgrade(200)),
      is: 'blocked ws-upgrade-stripped',
      confidence: 'likely',
      wants: ['plain-request'],
    },
    {
      name: 'due, and answered like an ordinary request',
      endpoint: due,
      steps: over(upgrade(200)),
      asked: [request(200)],
      is: 'blocked ws-upgrade-stripped',
      confidence: 'proven',
    },
    {
      name: 'due, and answered otherwise',
      endpoint: due,
      steps: over(upgrade(400)),
      asked: [request(200)],
      is: 'blocked http-unexpected',
    },
    {
      name: 'due, and the service fails for ordinary requests too',
      endpoint: due,
      steps: over(upgrade(500)),
      asked: [request(500)],
      is: 'degraded http-server-error',
    },
    {
      name: 'due, and the service fails for the upgrade alone',
      endpoint: due,
      steps: over(upgrade(502)),
      asked: [request(200)],
      is: 'blocked http-unexpected',
    },
    {
      name: 'due, and told that an upgrade is required',
      endpoint: due,
      steps: over(upgrade(426)),
      asked: [request(200)],
      is: 'blocked ws-upgrade-stripped',
    },
    {
      name: 'readable, and others succeed',
      endpoint: ws,
      steps: inspected(upgrade(404)),
      asked: [request(404)],
      around: upgraded,
      is: 'blocked ws-upgrade-stripped',
      also: ['tls-intercepted'],
    },
    {
      name: 'readable, and nobody succeeds',
      endpoint: ws,
      steps: inspected(upgrade(404)),
      asked: [request(404)],
      is: 'inconclusive ws-not-offered',
    },
    {
      name: 'others succeed, and nobody can read',
      endpoint: ws,
      steps: over(upgrade(404)),
      asked: [request(404)],
      around: upgraded,
      is: 'inconclusive ws-not-offered',
    },
    {
      name: 'in the clear, and others succeed',
      endpoint: plainWs,
      steps: clear(upgrade(200)),
      asked: [request(200, 'http')],
      around: upgraded,
      is: 'blocked ws-upgrade-stripped',
    },
    {
      name: 'silence to the upgrade',
      endpoint: ws,
      steps: over(upgrade(null, {}, silence)),
      is: 'blocked http-no-response',
    },
  ])
  t.end()
})
