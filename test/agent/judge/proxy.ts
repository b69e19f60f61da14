import t from 'tap'
import {
  asked,
  closed,
  connect,
  cut,
  endpoint,
  errno,
  HOST,
  http,
  proxied,
  proxy,
  resolve,
  seen,
  silence,
  testCases,
  tls,
  unanswered,
  VIA,
} from '../../fixtures/evidence.ts'

const through = (...steps: Parameters<typeof proxied>[0]) => [
  proxied([resolve({ name: 'proxy.contoso.com' }), connect(), ...steps]),
]
const refusedWith = (status: number, headers: Record<string, string> = {}) =>
  through(proxy({ status, headers }, { kind: 'refused' }))
const plain = endpoint(HOST, { probe: 'http', port: 80 })
const forwarded = (
  status: number | null,
  facts: Parameters<typeof http>[1] = {},
  fault: Parameters<typeof http>[2] = null,
) => through(http(status, facts, fault))
const direct = {
  experiments: [
    asked('direct-and-proxied', 'https', { route: 'direct' }, seen([resolve(), connect(), tls(), http(200)])),
  ],
}
const withProxy = { machine: { proxies: { http: VIA, https: VIA, exempt: [HOST] } } }

t.test('a proxy that fails', (t) => {
  testCases(t, [
    { name: 'works', observations: through(proxy({ status: 200 }), tls(), http(401)), is: 'open' },
    {
      name: 'its name has no address',
      observations: [proxied([resolve({ name: 'proxy.contoso.com', answers: [unanswered()] }, silence)])],
      is: 'blocked proxy-unresolved',
      says: [VIA],
    },
    {
      name: 'it refuses the connection',
      observations: [proxied([resolve(), connect(errno('ECONNREFUSED', 'connect'), null)])],
      is: 'blocked proxy-unreachable',
    },
    {
      name: 'it is silent',
      observations: [proxied([resolve(), connect(silence, null)])],
      is: 'blocked proxy-unreachable',
      wants: [],
    },
    {
      name: 'no route to it',
      observations: [proxied([resolve(), connect(errno('ENETUNREACH', 'connect'), 'ENETUNREACH')])],
      is: 'blocked no-route',
      also: ['proxy-unreachable'],
    },
    {
      name: 'its own certificate',
      observations: through(proxy({}, { kind: 'certificate', code: 'CERT_HAS_EXPIRED' })),
      is: 'blocked proxy-unreachable',
    },
    {
      name: 'the run ended',
      observations: [proxied([resolve(), connect({ kind: 'aborted' })])],
      is: 'inconclusive deadline',
    },
    {
      name: '407',
      observations: refusedWith(407, { 'proxy-authenticate': 'Basic realm="x", NTLM' }),
      is: 'blocked proxy-auth-required',
      says: ['Basic, NTLM'],
    },
    {
      name: '403',
      observations: refusedWith(403, { 'x-squid-error': 'ERR_ACCESS_DENIED 0' }),
      is: 'blocked proxy-denied',
      says: ['Squid'],
      wants: [],
    },
    {
      name: '403, and directly it works',
      observations: refusedWith(403),
      around: direct,
      is: 'blocked proxy-denied',
      says: ['without the proxy it works'],
    },
    {
      name: '503',
      observations: refusedWith(503, { 'x-squid-error': 'ERR_DNS_FAIL 0' }),
      is: 'blocked proxy-bad-gateway',
      says: ['ERR_DNS_FAIL'],
      wants: ['confirm'],
    },
    { name: 'silence to CONNECT', observations: through(proxy({}, silence)), is: 'blocked proxy-no-response' },
    { name: 'closed after CONNECT', observations: through(proxy({}, closed)), is: 'blocked proxy-no-response' },
    {
      name: 'no proxy at all',
      observations: through(proxy({ firstBytes: '00' }, { kind: 'malformed' })),
      is: 'blocked protocol-mismatch',
    },
    {
      name: 'a kind that is not spoken',
      observations: through(proxy({}, { kind: 'unsupported', code: 'socks5' })),
      is: 'inconclusive probe-error',
      says: ['socks5'],
    },
    {
      name: "the service's 403 through the tunnel",
      observations: through(proxy({ status: 200 }), tls(), http(403)),
      is: 'open',
    },
    {
      name: "the service's 503 through the tunnel",
      observations: through(proxy({ status: 200 }), tls(), http(503)),
      is: 'degraded http-server-error',
    },
    {
      name: 'cut within the tunnel',
      observations: through(proxy({ status: 200 }), cut(closed)),
      is: 'blocked tls-closed-after-hello',
    },
  ])
  t.end()
})

t.test('a proxy that forwards plain http', (t) => {
  testCases(t, [
    { name: 'works', endpoint: plain, observations: forwarded(200), is: 'open' },
    { name: '407', endpoint: plain, observations: forwarded(407), is: 'blocked proxy-auth-required' },
    {
      name: '403 of Squid',
      endpoint: plain,
      observations: forwarded(403, { headers: { 'x-squid-error': 'ERR_ACCESS_DENIED 0', via: '1.1 squid' } }),
      is: 'blocked proxy-denied',
    },
    {
      name: '403 that nobody forwarded',
      endpoint: plain,
      observations: forwarded(403),
      is: 'blocked proxy-denied',
      confidence: 'likely',
    },
    {
      name: '403 of the service, forwarded',
      endpoint: plain,
      observations: forwarded(403, { headers: { via: '1.1 squid' } }),
      is: 'open',
    },
    {
      name: '502',
      endpoint: plain,
      observations: forwarded(502, { headers: { via: '1.1 x' } }),
      is: 'blocked proxy-bad-gateway',
      confidence: 'likely',
    },
    { name: 'silence', endpoint: plain, observations: forwarded(null, {}, silence), is: 'blocked proxy-no-response' },
    {
      name: 'silence without a proxy',
      endpoint: plain,
      steps: [resolve(), connect(), http(null, {}, silence)],
      is: 'blocked http-no-response',
    },
  ])
  t.end()
})

t.test('a proxy that is needed', (t) => {
  const proxiedTry = (...steps: Parameters<typeof proxied>[0]) => [
    asked('direct-and-proxied', 'https', { route: 'proxy' }, ...through(...steps)),
  ]
  const fails = [resolve(), connect(silence, null)]
  testCases(t, [
    {
      name: 'exempt, and fails directly: the proxy is asked',
      steps: fails,
      around: withProxy,
      is: 'blocked tcp-timeout',
      wants: ['direct-and-proxied'],
    },
    {
      name: 'the proxy works',
      steps: fails,
      around: withProxy,
      asked: proxiedTry(proxy({ status: 200 }), tls(), http(200)),
      is: 'blocked proxy-needed',
      also: ['tcp-timeout'],
      says: ['NO_PROXY'],
    },
    {
      name: 'the proxy refuses',
      steps: fails,
      around: withProxy,
      asked: proxiedTry(proxy({ status: 403 }, { kind: 'refused' })),
      is: 'blocked tcp-timeout',
    },
    {
      name: 'what was asked through the proxy went directly',
      steps: fails,
      around: withProxy,
      asked: [asked('direct-and-proxied', 'https', { route: 'proxy' }, seen([resolve(), connect(), tls(), http(200)]))],
      is: 'blocked tcp-timeout',
    },
    { name: 'there is no proxy', steps: fails, is: 'blocked tcp-timeout', wants: [] },
  ])
  t.end()
})
