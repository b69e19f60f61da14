import t from 'tap'
import type { Observation } from '../../../probes/observation.ts'
import {
  ADDRESS,
  asked,
  closed,
  connect,
  cut,
  endpoint,
  errno,
  evidence,
  HEALTHY,
  HOST,
  http,
  other,
  refusedChain,
  leafBy,
  resolve,
  rule,
  seen,
  silence,
  testCases,
  tls,
  proxied,
  proxy,
} from '../../fixtures/evidence.ts'
import { requirement } from '../../fixtures/report.ts'

const at = (address: string, steps: readonly ReturnType<typeof connect>[]): Observation =>
  seen([resolve(), ...steps], { address })
const works = (address: string) => at(address, [connect(), tls(), http(200)])
const silent = (address: string) => at(address, [connect(silence, null)])
const SIX = '2603:1020::1'
const unrouted = (address: string) => at(address, [connect(errno('ENETUNREACH', 'connect'), 'ENETUNREACH')])
const ipv6 = { machine: { ipv6: true } }

t.test('several addresses', (t) => {
  testCases(t, [
    { name: 'all work', observations: [works('20.1.1.1'), works('20.1.1.2')], is: 'open' },
    {
      name: 'one of two fails',
      observations: [works('20.1.1.1'), silent('20.1.1.2')],
      is: 'degraded some-addresses-blocked',
      also: ['tcp-timeout'],
      says: ['20.1.1.2'],
    },
    {
      name: 'IPv6 fails on a machine with IPv6',
      observations: [works('20.1.1.1'), silent(SIX)],
      around: ipv6,
      is: 'degraded ipv6-broken',
      says: [SIX],
    },
    { name: 'IPv6 fails on a machine without IPv6', observations: [works('20.1.1.1'), silent(SIX)], is: 'open' },
    {
      name: 'a part of IPv6 fails',
      observations: [works('20.1.1.1'), works('2603::2'), silent(SIX)],
      around: ipv6,
      is: 'degraded some-addresses-blocked',
    },
    {
      name: 'IPv4 fails and IPv6 works',
      observations: [silent('20.1.1.1'), works(SIX)],
      around: ipv6,
      is: 'degraded some-addresses-blocked',
    },
    {
      name: 'IPv4 has no route on a machine with IPv6 alone',
      observations: [unrouted('20.1.1.1'), works(SIX)],
      around: ipv6,
      is: 'open',
    },
    {
      name: 'IPv4 has no route on a machine with IPv6 alone, where IPv6 is dropped',
      observations: [unrouted('20.1.1.1'), silent(SIX)],
      around: ipv6,
      is: 'blocked tcp-timeout',
      says: [SIX],
    },
    {
      name: 'neither family has a route',
      observations: [unrouted('20.1.1.1'), unrouted(SIX)],
      around: ipv6,
      is: 'blocked no-route',
    },
    {
      name: 'one IPv4 address has no route',
      observations: [unrouted('20.1.1.1'), works('20.1.1.2'), works(SIX)],
      around: ipv6,
      is: 'degraded some-addresses-blocked',
    },
    {
      name: 'all fail alike',
      observations: [silent('20.1.1.1'), silent('20.1.1.2')],
      is: 'blocked tcp-timeout',
      says: ['all 2 addresses'],
    },
    {
      name: 'all fail differently: the furthest counts',
      observations: [
        silent('20.1.1.1'),
        at('20.1.1.2', [connect(), cut(closed)]),
        at('20.1.1.3', [connect(errno('ECONNREFUSED', 'connect'), null)]),
      ],
      is: 'blocked tls-closed-after-hello',
      also: ['tcp-timeout', 'tcp-refused'],
    },
    {
      name: 'a refusal is further than silence',
      observations: [silent('20.1.1.1'), at('20.1.1.3', [connect(errno('ECONNREFUSED', 'connect'), null)])],
      is: 'blocked tcp-refused',
    },
    {
      name: 'what is not known of one address is not blocked on all',
      observations: [silent('20.1.1.1'), at('20.1.1.2', [connect({ kind: 'aborted' })])],
      is: 'inconclusive deadline',
      also: ['tcp-timeout'],
    },
    {
      name: 'what is not known of one address while another works',
      observations: [works('20.1.1.1'), at('20.1.1.2', [connect({ kind: 'aborted' })])],
      is: 'open',
    },
    {
      name: 'IPv6 alone, on a machine without it, is all there is',
      observations: [silent(SIX)],
      is: 'blocked tcp-timeout',
    },
  ])
  t.end()
})

t.test('precedence: the worse verdict, then the layer', (t) => {
  const zscaler = (status: number) => [
    resolve(),
    connect(),
    refusedChain('SELF_SIGNED_CERT_IN_CHAIN', [leafBy('CN=Zscaler Root CA')]),
    http(status, { body: 'Action: Deny' }),
  ]
  testCases(t, [
    {
      name: 'interception before HTTP',
      steps: zscaler(470),
      is: 'blocked tls-intercepted',
      also: ['http-firewall-deny'],
    },
    {
      name: 'blocked before degraded',
      endpoint: endpoint(HOST, { expect: { private: true } }),
      steps: [resolve(), connect(silence, null)],
      is: 'blocked tcp-timeout',
      also: ['dns-public-not-private'],
    },
    {
      name: 'DNS before TLS, both degraded',
      endpoint: endpoint(HOST, { expect: { private: true } }),
      steps: [
        resolve(),
        connect(),
        tls({ chain: [leafBy('CN=X', { notAfter: '2026-11-30T00:00:00.000Z' })] }),
        http(200),
      ],
      is: 'degraded dns-public-not-private',
      also: ['tls-expiring'],
    },
  ])
  t.end()
})

t.test('what nothing shows there should be an answer for', (t) => {
  const guess = endpoint(HOST, { requirements: [requirement({ certainty: 'guess' })] })
  const unproven = endpoint(HOST, { port: 8787, requirements: [requirement({ listener: 'unproven' })] })
  const nx = [
    seen(
      [
        resolve(
          {
            answers: [
              {
                server: 's',
                transport: 'udp',
                name: HOST,
                type: 'A',
                rcode: 'NXDOMAIN',
                addresses: [],
                chain: [],
                durationSeconds: 0,
              },
            ],
          },
          { kind: 'rcode', code: 'NXDOMAIN' },
        ),
      ],
      { address: null },
    ),
  ]
  testCases(t, [
    {
      name: 'a guess that does not exist',
      endpoint: guess,
      observations: nx,
      is: 'inconclusive no-proof-of-listener',
      also: ['dns-nxdomain'],
    },
    {
      name: 'a guess that is silent',
      endpoint: guess,
      steps: [resolve(), connect(silence, null)],
      is: 'inconclusive no-proof-of-listener',
    },
    {
      name: 'a guess that a proxy cannot reach',
      endpoint: guess,
      observations: [proxied([resolve(), connect(), proxy({ status: 502 }, { kind: 'refused' })])],
      is: 'inconclusive no-proof-of-listener',
    },
    {
      name: 'a guess that a proxy refuses',
      endpoint: guess,
      observations: [proxied([resolve(), connect(), proxy({ status: 403 }, { kind: 'refused' })])],
      is: 'blocked proxy-denied',
    },
    {
      name: 'a guess whose TLS is cut was there',
      endpoint: guess,
      steps: [resolve(), connect(), cut(closed)],
      is: 'blocked tls-closed-after-hello',
    },
    {
      name: 'a guess and a documented host',
      endpoint: endpoint(HOST, {
        requirements: [requirement({ certainty: 'guess' }), requirement({ certainty: 'documented' })],
      }),
      observations: nx,
      is: 'blocked dns-nxdomain',
    },
    {
      name: 'an unpromised port while 443 is open',
      endpoint: unproven,
      steps: [resolve(), connect(silence, null)],
      around: { others: [other(HOST)] },
      is: 'inconclusive no-proof-of-listener',
    },
    {
      name: 'an unpromised port while 443 is not open',
      endpoint: unproven,
      steps: [resolve(), connect(silence, null)],
      is: 'blocked tcp-timeout',
    },
    {
      name: 'a promised port while 443 is open',
      endpoint: endpoint(HOST, { port: 8787 }),
      steps: [resolve(), connect(silence, null)],
      around: { others: [other(HOST)] },
      is: 'blocked tcp-timeout',
    },
  ])
  t.end()
})

t.test('second tries', (t) => {
  const again = (...steps: Parameters<typeof seen>[0]) => [
    asked('confirm', 'https', { address: ADDRESS }, seen([connect(), ...steps])),
  ]
  const spaced = (host: string, works: boolean) =>
    asked('spaced', 'tcp', { host }, seen([connect(works ? null : silence)]))
  const hosts = ['a', 'b', 'c', 'd'].map((name) => spaced(`${name}.azureml.ms`, true))
  const fails = [resolve(), connect(), tls(), http(null, {}, closed)]
  const quiet = [resolve(), connect(silence, null)]
  testCases(t, [
    {
      name: 'it works',
      steps: fails,
      asked: again(tls(), http(200)),
      is: 'degraded flaky',
      says: ['closed the connection'],
    },
    {
      name: 'it fails again',
      steps: fails,
      asked: again(tls(), http(null, {}, closed)),
      is: 'blocked http-closed',
      wants: [],
    },
    { name: 'it gets further and fails', steps: fails, asked: again(tls(), http(407)), is: 'blocked http-closed' },
    {
      name: 'it was cut off',
      steps: fails,
      asked: [asked('confirm', 'https', { address: ADDRESS })],
      is: 'blocked http-closed',
      wants: [],
    },
    {
      name: 'spaced, most pass',
      steps: quiet,
      around: { experiments: [...hosts, spaced(HOST, true)] },
      is: 'degraded snat-exhausted',
    },
    {
      name: 'spaced, this one fails',
      steps: quiet,
      around: { experiments: [...hosts, spaced(HOST, false)] },
      is: 'blocked tcp-timeout',
    },
    {
      name: 'spaced, it alone passes',
      steps: quiet,
      around: { experiments: [...hosts.map((one) => spaced(one.target.host, false)), spaced(HOST, true)] },
      is: 'degraded flaky',
    },
  ])
  t.end()
})

t.test('requirements that it must not be reachable', async (t) => {
  const never = endpoint(HOST, { expect: { reachable: false } })
  const met = (steps: Parameters<typeof seen>[0], ...experiments: ReturnType<typeof asked>[]) =>
    rule(evidence(never, [seen(steps)], ...experiments))
  const refused = [resolve(), connect(errno('ECONNREFUSED', 'connect'), null)]
  const confirmed = asked('confirm', 'https', { address: ADDRESS }, seen(refused.slice(1)))
  t.equal(met(HEALTHY).met, false, 'open')
  t.match(met(HEALTHY).judgement.remedy, /deny/)
  t.equal(met(refused).met, null, 'refused once')
  t.equal(met(refused, confirmed).met, true, 'refused twice')
  t.equal(met(refused, confirmed).judgement.remedy, null)
  t.equal(met([resolve(), connect(silence, null)]).met, true, 'silence to repeated requests')
  const selfSigned = [
    resolve(),
    connect(),
    refusedChain('DEPTH_ZERO_SELF_SIGNED_CERT', [leafBy(`CN=${HOST}`)]),
    http(200),
  ]
  t.equal(
    met(selfSigned, asked('confirm', 'https', { address: ADDRESS }, seen(selfSigned))).met,
    null,
    'it was reached',
  )
  t.equal(met([resolve(), { ...connect(silence, null), durationSeconds: 0.3 }]).met, null, 'silence to one request')
  t.equal(met([resolve(), connect(errno('ENETUNREACH', 'connect'), 'ENETUNREACH')]).met, null, 'no route')
  t.equal(
    met([resolve(), connect(), tls(), http(403, { headers: { 'x-ms-error-code': 'AuthorizationFailure' } })]).met,
    null,
    'denied by the service',
  )
  const deny = [resolve(), connect(), http(470, { body: 'Action: Deny' })]
  t.same(
    rule(evidence({ ...never, probe: 'http', port: 80 }, [seen(deny)])).wants.map(({ name }) => name),
    ['confirm'],
  )
})

t.test('requirements are met, not met, or nobody knows', async (t) => {
  const met = (...steps: Parameters<typeof seen>[0]) => rule(evidence(endpoint(HOST), [seen(steps)])).met
  t.equal(met(...HEALTHY), true)
  t.equal(met(...HEALTHY.slice(0, 3), http(503)), true)
  t.equal(met(resolve(), connect(silence, null)), false)
  t.equal(met(resolve(), connect({ kind: 'aborted' })), null)
})

t.test('what was not probed', async (t) => {
  const untestable = endpoint('${storage}.blob.core.windows.net', {
    untestable: { cause: 'missing-fact', fact: 'storage', says: 'The storage account is not known.' },
  })
  const { judgement, wants } = rule(evidence(untestable, []))
  t.match(judgement, {
    verdict: 'untestable',
    cause: 'missing-fact',
    says: 'The storage account is not known.',
    layer: null,
  })
  t.match(judgement.remedy, /--set storage=/)
  t.same(wants, [])
  t.match(rule(evidence(endpoint(HOST), [])).judgement, { verdict: 'inconclusive', cause: 'deadline' })
  for (const cause of ['not-derivable', 'wrong-vantage'] as const)
    t.match(rule(evidence(endpoint('*.x', { untestable: { cause, says: 'So.' } }), [])).judgement, {
      verdict: 'untestable',
      cause,
    })
})

t.test('notes are no faults', async (t) => {
  const notes = (...steps: Parameters<typeof seen>[0]) => rule(evidence(endpoint(HOST), [seen(steps)])).judgement
  t.match(notes(resolve({ chain: ['x.privatelink.azurecr.io'] }), ...HEALTHY.slice(1)), {
    verdict: 'open',
    notes: [/privatelink/],
  })
  t.match(notes(resolve(), connect(), tls({ clientCertificateWanted: true }), http(200)), {
    verdict: 'open',
    notes: [/client certificate/],
  })
  t.match(notes(resolve({ cut: 3 }), ...HEALTHY.slice(1)), { verdict: 'open', notes: [/3 more addresses/] })
  t.same(notes(...HEALTHY).notes, [])
})

t.test('open says what proves it, and asks nothing', async (t) => {
  const { judgement, wants, tried } = rule(evidence(endpoint(HOST), [seen(HEALTHY)]))
  t.match(judgement, { verdict: 'open', cause: null, layer: null, remedy: null, confidence: 'proven' })
  t.match(judgement.says, /200 over a trusted TLS connection/)
  t.same(wants, [])
  t.ok(tried.includes(`${ADDRESS} tls-intercepted: no`))
})

t.test('experiments are made on two addresses at most', async (t) => {
  const many = ['20.1.1.1', '20.1.1.2', '20.1.1.3'].map((address) => at(address, [connect(), cut(closed)]))
  const { wants } = rule(evidence(endpoint(HOST), many))
  t.same([...new Set(wants.map(({ target }) => target.address))], ['20.1.1.1'])
})
