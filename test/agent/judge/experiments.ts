import t from 'tap'
import { closingExperiments, openingExperiments } from '../../../agent/judge/experiments.ts'
import type { Answered, Endpoint, Evidence, Experiment } from '../../../agent/model.ts'
import type { Step } from '../../../probes/observation.ts'
import {
  asked,
  closed,
  connect,
  cut,
  endpoint,
  evidence,
  HEALTHY,
  HOST,
  knowledge,
  leafBy,
  other,
  proxied,
  proxy,
  refusedChain,
  resolve,
  runOf,
  seen,
  silence,
  tls,
} from '../../fixtures/evidence.ts'
import { machine } from '../../fixtures/report.ts'

const open = (endpoints: readonly Endpoint[], changes = {}): Experiment[] =>
  openingExperiments({ endpoints, machine: { ...machine, ...changes }, knowledge, nonce: 'abc123' })
const named = (experiments: readonly Experiment[], name: Experiment['name']) =>
  experiments.filter((one) => one.name === name)
const close = (endpoints: readonly Evidence[], around: Parameters<typeof runOf>[1] = {}) =>
  closingExperiments(runOf(endpoints, around), knowledge)

t.test('a run begins with decoys for each port in use, by what is spoken there', async (t) => {
  const decoys = named(
    open([
      endpoint('a.org'),
      endpoint('b.org'),
      endpoint('c.org', { port: 80, probe: 'http' }),
      endpoint('d.org', { port: 8704, probe: 'tcp' }),
      endpoint('e.org', { port: 5831, protocol: 'udp', probe: 'udp' }),
    ]),
    'decoy-address',
  )
  t.same(
    decoys.map(({ probe, target: { port, address } }) => `${probe} ${address} ${port}`),
    [
      'https 192.0.2.1 443',
      'https 198.51.100.1 443',
      'http 192.0.2.1 80',
      'http 198.51.100.1 80',
      'tcp 192.0.2.1 8704',
      'tcp 198.51.100.1 8704',
    ],
  )
  t.ok(decoys.every(({ target }) => target.host === 'connprobe-abc123.com'))
  t.equal(named(open([endpoint('a.org')], { ipv6: true }), 'decoy-address').length, 3)
  const many = Array.from({ length: 60 }, (_, index) => endpoint('a.org', { port: 2000 + index, probe: 'tcp' }))
  t.equal(named(open(many), 'decoy-address').length, 32)
  t.same(named(open([endpoint('a.org', { untestable: { cause: 'not-derivable', says: 'x' } })]), 'decoy-address'), [])
})

t.test('a run begins with the DNS servers', async (t) => {
  const asks = open([endpoint('a.org')], {
    resolvers: ['10.0.0.1', '10.0.0.2:5353', '[fd00::1]:54'],
    upstreams: ['10.0.0.9'],
  })
  t.same(
    named(asks, 'resolver-alive').map(({ target }) => target),
    [
      { host: '10.0.0.1', port: 53 },
      { host: '10.0.0.2', port: 5353 },
      { host: 'fd00::1', port: 54 },
      { host: '10.0.0.9', port: 53 },
    ],
  )
  t.match(named(asks, 'impossible-name')[0]?.target, { question: 'connprobe-abc123.com' })
})

t.test('UDP controls are asked only where UDP is required', async (t) => {
  t.same(named(open([endpoint('a.org')]), 'udp-control'), [])
  const controls = named(open([endpoint('a.org', { port: 5831, protocol: 'udp', probe: 'udp' })]), 'udp-control')
  t.ok(controls.some(({ probe, target }) => probe === 'tls' && target.host === 'a.org' && target.port === 443))
})

t.test('a run ends with the large hello at open addresses', async (t) => {
  const [one, ...more] = named(close([other(HOST), other('b.org')]), 'large-hello')
  t.match(one, { probe: 'tls', target: { host: 'b.org', hello: 'large', address: '20.42.0.1' } })
  t.same(more, [], 'once an address')
  t.same(
    named(close([other(HOST)], { experiments: [asked('large-hello', 'tls', {})] }), 'large-hello'),
    [],
    'once a run',
  )
  t.same(named(close([other(HOST, [resolve(), connect(), cut(closed)])]), 'large-hello'), [], 'nothing is open')
  const tried = (hello: 'small' | 'large', step: Step) =>
    asked('large-hello', 'tls', { hello }, seen([connect(), step]))
  const next = (...experiments: Answered[]) =>
    named(close([other(HOST)], { experiments }), 'large-hello').map(({ target }) => target.hello)
  const lost = tried('large', cut(silence))
  t.same(next(tried('large', tls())), [], 'it passes')
  t.same(next(tried('large', cut({ kind: 'aborted' }))), [], 'the run ended')
  t.same(next(lost), ['small'], 'a failure is asked again, with a small one before')
  t.same(next(lost, tried('small', tls())), ['large'])
  t.same(next(lost, tried('small', cut(silence))), [], 'the server is gone altogether')
  t.same(next(lost, tried('small', tls()), lost), [], 'that is enough')
})

t.test('silent connections are tried again with pauses, if others on the port succeed', async (t) => {
  const silent = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      other(`s${String(index).padStart(2, '0')}.org`, [resolve(), connect(silence, null)]),
    )
  t.equal(named(close([...silent(12), other('ok.org')]), 'spaced').length, 8)
  t.same(named(close(silent(12)), 'spaced'), [], 'nothing on the port succeeds')
  t.same(named(close([...silent(4), other('ok.org')]), 'spaced'), [], 'too few')
  const spaced = (works: boolean) =>
    Array.from({ length: 8 }, (_, index) =>
      asked('spaced', 'tcp', { host: `s0${index}.org` }, seen([connect(works ? null : silence)])),
    )
  t.same(
    named(close([...silent(12), other('ok.org')], { experiments: spaced(true) }), 'spaced').map(
      ({ target }) => target.host,
    ),
    ['s08.org', 's09.org', 's10.org', 's11.org'],
  )
  t.same(
    named(close([...silent(12), other('ok.org')], { experiments: spaced(false) }), 'spaced'),
    [],
    'they fail again',
  )
})

t.test('the time is asked for where dates are in question and nobody told it', async (t) => {
  const expired = other('a.org', [resolve(), connect(), refusedChain('CERT_HAS_EXPIRED', [leafBy('CN=CA')])])
  t.ok(named(close([expired]), 'clock').length > 0)
  t.same(named(close([other('a.org', HEALTHY)]), 'clock'), [])
})

t.test('some of what the proxy fails is tried without it', async (t) => {
  const failing = ['a', 'b', 'c', 'd'].map((name) =>
    evidence(endpoint(`${name}.org`), [proxied([resolve(), connect(), proxy({ status: 403 }, { kind: 'refused' })])]),
  )
  t.same(
    named(close(failing), 'direct-and-proxied').map(({ target }) => target),
    ['a', 'b', 'c'].map((name) => ({ host: `${name}.org`, port: 443, route: 'direct' })),
  )
})
