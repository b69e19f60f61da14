import t from 'tap'
import {
  ADDRESS,
  HOST,
  HEALTHY,
  SERVER,
  answer,
  asked,
  cut,
  closed,
  connect,
  endpoint,
  http,
  other,
  proxied,
  refusedChain,
  resolve,
  leafBy,
  seen,
  silence,
  testCases,
  tls,
  unanswered,
  unresolved,
  request,
  errno,
} from '../../fixtures/evidence.ts'

const fails = (answers: Parameters<typeof resolve>[0], code: string) => [
  unresolved(resolve(answers, { kind: 'rcode', code })),
]
const quiet = (answers = [unanswered()]) => [unresolved(resolve({ answers }, silence))]
const OTHER = '10.0.0.53'
const two = { machine: { resolvers: [SERVER, OTHER] } }
const alive = (server: string, ...answers: Parameters<typeof answer>[0][]) =>
  asked(
    'resolver-alive',
    'dns',
    { host: server, port: 53 },
    seen([request({ protocol: 'dns', answers: answers.map((one) => answer({ server, name: '.', ...one })) })], {
      address: server,
    }),
  )
const dead = (server: string) =>
  asked(
    'resolver-alive',
    'dns',
    { host: server, port: 53 },
    seen([request({ protocol: 'dns', answers: [unanswered({ server, name: '.' })] }, silence)], { address: server }),
  )
const compare = (server: string, changes: Parameters<typeof answer>[0]) =>
  asked(
    'resolver-compare',
    'dns',
    { host: server, port: 53 },
    seen([request({ protocol: 'dns', answers: [answer({ server, ...changes })] })], { address: server }),
  )
const sixAgain = (one: ReturnType<typeof answer>) =>
  asked(
    'resolver-compare',
    'dns',
    { host: SERVER, port: 53, question: HOST, family: 6 },
    seen([request({ protocol: 'dns', answers: [one] })], { address: SERVER }),
  )
const impossible = (addresses: string[]) =>
  asked(
    'impossible-name',
    'dns',
    { host: SERVER, port: 53 },
    seen([request({ protocol: 'dns', answers: [answer({ name: 'x1.com', addresses })] })], { address: SERVER }),
  )
const PRIVATELINK = 'mine.privatelink.blob.core.windows.net'

t.test('names without an address', (t) => {
  testCases(t, [
    {
      name: 'NXDOMAIN',
      observations: fails({ answers: [answer({ rcode: 'NXDOMAIN' })] }, 'NXDOMAIN'),
      is: 'blocked dns-nxdomain',
      says: [HOST, SERVER],
    },
    {
      name: 'NXDOMAIN at the end of an alias is the alias',
      observations: fails({ answers: [answer({ rcode: 'NXDOMAIN', chain: ['gone.example.net'] })] }, 'NXDOMAIN'),
      is: 'blocked dns-cname-broken',
      says: ['gone.example.net'],
    },
    {
      name: 'NXDOMAIN of the search list is not of the name',
      observations: fails(
        { answers: [answer({ name: `${HOST}.corp`, rcode: 'NXDOMAIN' }), answer({ rcode: 'SERVFAIL' })] },
        'SERVFAIL',
      ),
      is: 'blocked dns-servfail',
    },
    {
      name: 'no data',
      observations: fails({ answers: [answer({ type: 'AAAA' }), answer()] }, 'NODATA'),
      is: 'blocked dns-nodata',
    },
    {
      name: 'an alias without data',
      observations: fails({ answers: [answer({ chain: ['a.example.net'] })] }, 'NODATA'),
      is: 'blocked dns-cname-broken',
    },
    {
      name: 'a loop of aliases',
      observations: fails({ answers: [answer({ chain: ['a.example.net', HOST], loop: true })] }, 'NODATA'),
      is: 'blocked dns-cname-broken',
      says: ['a.example.net'],
    },
    {
      name: 'SERVFAIL',
      observations: fails({ answers: [answer({ rcode: 'SERVFAIL' })] }, 'SERVFAIL'),
      is: 'blocked dns-servfail',
    },
    {
      name: 'REFUSED',
      observations: fails({ answers: [answer({ rcode: 'REFUSED' })] }, 'REFUSED'),
      is: 'blocked dns-refused',
    },
    {
      name: 'a private link zone without the record',
      observations: fails({ answers: [answer({ rcode: 'NXDOMAIN', chain: [PRIVATELINK] })] }, 'NXDOMAIN'),
      is: 'blocked dns-privatelink-no-record',
      says: [PRIVATELINK],
    },
    {
      name: 'a private link zone with no data',
      observations: fails({ answers: [answer({ chain: [PRIVATELINK] })] }, 'NODATA'),
      is: 'blocked dns-privatelink-no-record',
    },
    {
      name: 'an alias that leaves the private link zone again',
      observations: fails(
        { answers: [answer({ rcode: 'NXDOMAIN', chain: [PRIVATELINK, 'blob.ams.store.core.windows.net'] })] },
        'NXDOMAIN',
      ),
      is: 'blocked dns-cname-broken',
    },
    {
      name: 'a label that only contains the word',
      observations: fails(
        { answers: [answer({ rcode: 'NXDOMAIN', chain: ['notprivatelink.example.net'] })] },
        'NXDOMAIN',
      ),
      is: 'blocked dns-cname-broken',
    },
  ])
  t.end()
})

t.test('servers that do not answer', (t) => {
  testCases(t, [
    {
      name: 'silence for this name alone',
      observations: quiet(),
      around: { experiments: [alive(SERVER, { rcode: 'REFUSED' })] },
      is: 'blocked dns-timeout',
      confidence: 'proven',
    },
    {
      name: 'silence for this name, another name answered',
      observations: quiet(),
      around: { others: [other('pypi.org')] },
      is: 'blocked dns-timeout',
    },
    {
      name: 'silence for everything',
      observations: quiet(),
      around: { experiments: [dead(SERVER)] },
      is: 'blocked dns-resolver-unreachable',
      confidence: 'proven',
      says: [SERVER],
    },
    {
      name: 'silence, and nobody asked whether the server is there',
      observations: quiet(),
      is: 'blocked dns-resolver-unreachable',
      confidence: 'likely',
    },
    {
      name: 'a server that answers by TCP alone is no use to the system',
      observations: quiet(),
      around: { experiments: [alive(SERVER, { transport: 'tcp' })] },
      is: 'blocked dns-resolver-unreachable',
    },
    {
      name: 'refused by ICMP',
      observations: [
        unresolved(resolve({ answers: [unanswered({ fault: errno('ECONNREFUSED') })] }, errno('ECONNREFUSED'))),
      ],
      is: 'blocked dns-resolver-unreachable',
    },
    {
      name: 'no server configured',
      observations: quiet([]),
      around: { machine: { resolvers: [] } },
      is: 'blocked dns-resolver-unreachable',
    },
    {
      name: 'a stub that says SERVFAIL for everything while its upstreams are silent',
      observations: fails({ answers: [answer({ server: '127.0.0.53', rcode: 'SERVFAIL' })] }, 'SERVFAIL'),
      around: {
        machine: { resolvers: ['127.0.0.53'], upstreams: [OTHER] },
        experiments: [alive('127.0.0.53', { rcode: 'SERVFAIL' }), dead(OTHER)],
      },
      is: 'blocked dns-resolver-unreachable',
    },
    {
      name: 'a stub that says SERVFAIL for this name alone',
      observations: fails({ answers: [answer({ server: '127.0.0.53', rcode: 'SERVFAIL' })] }, 'SERVFAIL'),
      around: {
        machine: { resolvers: ['127.0.0.53'], upstreams: [OTHER] },
        experiments: [alive('127.0.0.53', { rcode: 'NOERROR' }), dead(OTHER)],
      },
      is: 'blocked dns-servfail',
    },
    {
      name: 'TCP 53 blocked',
      observations: [
        unresolved(resolve({ answers: [answer({ truncated: true }), unanswered({ transport: 'tcp' })] }, silence)),
      ],
      around: { experiments: [alive(SERVER, {})] },
      is: 'blocked dns-tcp-blocked',
      says: ['TCP 53'],
    },
    {
      name: 'TCP 53 answers that there is nothing',
      observations: fails(
        { answers: [answer({ truncated: true }), answer({ transport: 'tcp', rcode: 'NXDOMAIN' })] },
        'NXDOMAIN',
      ),
      is: 'blocked dns-nxdomain',
    },
    {
      name: 'the run ended in the lookup',
      observations: [unresolved(resolve({ answers: [] }, { kind: 'aborted' }))],
      is: 'inconclusive deadline',
    },
    {
      name: 'one of two servers is dead',
      steps: HEALTHY,
      around: { ...two, experiments: [dead(OTHER), alive(SERVER, {})] },
      is: 'degraded dns-resolver-down',
      says: [OTHER],
    },
    {
      name: 'both servers are there',
      steps: HEALTHY,
      around: { ...two, experiments: [alive(OTHER, { rcode: 'REFUSED' }), alive(SERVER, {})] },
      is: 'open',
    },
    { name: 'the second server was never asked', steps: HEALTHY, around: two, is: 'open' },
    {
      name: 'AAAA is not answered',
      steps: [
        resolve({ answers: [unanswered({ type: 'AAAA' }), answer({ addresses: [ADDRESS] })] }),
        ...HEALTHY.slice(1),
      ],
      is: 'degraded dns-aaaa-broken',
      wants: ['resolver-compare'],
    },
    {
      name: 'AAAA is not answered twice',
      steps: [
        resolve({ answers: [unanswered({ type: 'AAAA' }), answer({ addresses: [ADDRESS] })] }),
        ...HEALTHY.slice(1),
      ],
      asked: [sixAgain(unanswered({ type: 'AAAA' }))],
      is: 'degraded dns-aaaa-broken',
      wants: [],
    },
    {
      name: 'AAAA was late or lost once',
      steps: [
        resolve({ answers: [unanswered({ type: 'AAAA' }), answer({ addresses: [ADDRESS] })] }),
        ...HEALTHY.slice(1),
      ],
      asked: [sixAgain(answer({ type: 'AAAA' }))],
      is: 'open',
    },
    {
      name: 'AAAA is answered as empty',
      steps: [resolve({ answers: [answer({ type: 'AAAA' }), answer({ addresses: [ADDRESS] })] }), ...HEALTHY.slice(1)],
      is: 'open',
    },
    {
      name: 'AAAA was cut by the run',
      steps: [
        resolve({
          answers: [unanswered({ type: 'AAAA', fault: { kind: 'aborted' } }), answer({ addresses: [ADDRESS] })],
        }),
        ...HEALTHY.slice(1),
      ],
      is: 'open',
    },
  ])
  t.end()
})

t.test('wrong addresses', (t) => {
  const to = (address: string, ...rest: readonly ReturnType<typeof connect>[]) => [
    seen([resolve({ addresses: [address], answers: [answer({ addresses: [address] })] }), ...rest], { address }),
  ]
  testCases(t, [
    {
      name: 'this machine itself',
      observations: to('0.0.0.0', connect(errno('ECONNREFUSED', 'connect'))),
      is: 'blocked dns-sinkhole',
      confidence: 'proven',
      says: ['0.0.0.0'],
    },
    {
      name: 'loopback that answers plain HTTP',
      endpoint: endpoint(HOST, { probe: 'http', port: 80 }),
      observations: to('127.0.0.1', connect(), http(200)),
      is: 'blocked dns-sinkhole',
    },
    {
      name: 'loopback with the service behind it',
      observations: to('127.0.0.1', connect(), tls(), http(200)),
      is: 'open',
    },
    {
      name: 'a private address at which nothing answers',
      observations: to('10.66.0.1', connect(silence)),
      is: 'blocked dns-sinkhole',
      confidence: 'likely',
      also: ['tcp-timeout'],
    },
    {
      name: 'a private address with a stranger behind it',
      observations: to(
        '10.66.0.1',
        connect(),
        refusedChain('SELF_SIGNED_CERT_IN_CHAIN', [leafBy('CN=Corp CA')]),
        http(200),
      ),
      is: 'blocked dns-sinkhole',
    },
    {
      name: 'a private address with the service behind it',
      observations: to('10.66.0.1', connect(), tls(), http(200)),
      is: 'open',
    },
    {
      name: 'a private address that is due',
      endpoint: endpoint(HOST, { expect: { private: true } }),
      observations: to('10.66.0.1', connect(silence)),
      is: 'blocked tcp-timeout',
    },
    {
      name: 'a private address behind private link',
      observations: [
        seen([resolve({ addresses: ['10.66.0.1'], chain: [PRIVATELINK] }), connect(silence)], { address: '10.66.0.1' }),
      ],
      is: 'blocked tcp-timeout',
    },
    {
      name: 'a private address where such addresses are usual',
      observations: to('10.66.0.1', connect(silence)),
      around: { others: [{ ...other('pypi.org'), observations: to('10.66.0.9', connect(), tls(), http(200)) }] },
      is: 'blocked tcp-timeout',
    },
    {
      name: 'a private address whose expired certificate is for this name',
      observations: to('10.66.0.1', connect(), refusedChain('CERT_HAS_EXPIRED', [leafBy('CN=Public CA')]), http(200)),
      is: 'blocked tls-expired',
    },
    {
      name: 'a public address where a private one is due',
      endpoint: endpoint(HOST, { expect: { private: true } }),
      steps: HEALTHY,
      is: 'degraded dns-public-not-private',
    },
    {
      name: 'a public address where a private one is due, and the service refuses',
      endpoint: endpoint(HOST, { expect: { private: true } }),
      steps: [...HEALTHY.slice(0, 3), http(403, { headers: { 'x-ms-error-code': 'AuthorizationFailure' } })],
      is: 'denied dns-public-not-private',
      also: ['http-service-denied'],
    },
    {
      name: 'private link with a public address, and nothing else is stated',
      steps: [resolve({ chain: [PRIVATELINK] }), ...HEALTHY.slice(1)],
      is: 'open',
    },
    {
      name: 'through a proxy DNS here does not count',
      observations: [
        proxied([resolve({ name: 'proxy.contoso.com', addresses: ['10.0.0.9'] }), connect(), tls(), http(200)]),
      ],
      endpoint: endpoint(HOST, { expect: { private: true } }),
      is: 'open',
    },
  ])
  t.end()
})

t.test('servers that lie or differ', (t) => {
  const compared = [compare(OTHER, { rcode: 'NXDOMAIN' })]
  testCases(t, [
    {
      name: 'names that cannot exist have an address',
      steps: HEALTHY,
      around: { experiments: [impossible(['20.66.0.1'])] },
      is: 'degraded dns-hijacked',
      says: ['20.66.0.1'],
    },
    {
      name: 'plain HTTP is answered where names that cannot exist lead',
      endpoint: endpoint(HOST, { probe: 'http', port: 80 }),
      steps: [resolve(), connect(), http(200)],
      around: { experiments: [impossible([ADDRESS])] },
      is: 'blocked dns-sinkhole',
      also: ['dns-hijacked'],
    },
    {
      name: 'plain HTTP is answered where other names are proven',
      endpoint: endpoint(HOST, { probe: 'http', port: 80 }),
      steps: [resolve(), connect(), http(200)],
      around: { experiments: [impossible([ADDRESS])], others: [other('a.azureml.ms')] },
      is: 'degraded dns-hijacked',
    },
    {
      name: 'names that cannot exist have none',
      steps: HEALTHY,
      around: { experiments: [impossible([])] },
      is: 'open',
    },
    {
      name: 'a host of /etc/hosts is not of DNS',
      steps: [resolve({ source: 'hosts', answers: [] }), ...HEALTHY.slice(1)],
      around: { experiments: [impossible(['20.66.0.1'])] },
      is: 'open',
    },
    {
      name: 'the second server does not know the name',
      steps: HEALTHY,
      asked: compared,
      around: two,
      is: 'degraded dns-answers-differ',
      says: [SERVER, OTHER],
    },
    {
      name: 'the second server knows another public address',
      steps: HEALTHY,
      asked: [compare(OTHER, { addresses: ['20.42.0.77'] })],
      around: two,
      is: 'open',
    },
    {
      name: 'the second server fails',
      steps: HEALTHY,
      asked: [compare(OTHER, { rcode: 'SERVFAIL' })],
      around: two,
      is: 'open',
    },
    {
      name: 'the server in use is the wrong one',
      observations: fails({ answers: [answer({ rcode: 'NXDOMAIN' })] }, 'NXDOMAIN'),
      asked: [compare(OTHER, { addresses: [ADDRESS] })],
      around: two,
      is: 'blocked dns-nxdomain',
      also: ['dns-answers-differ'],
    },
    {
      name: 'a wrong answer asks for other opinions',
      observations: fails({ answers: [answer({ rcode: 'NXDOMAIN' })] }, 'NXDOMAIN'),
      around: two,
      is: 'blocked dns-nxdomain',
      wants: ['resolver-compare'],
    },
    {
      name: 'silence asks nobody else',
      observations: quiet(),
      around: two,
      is: 'blocked dns-resolver-unreachable',
      wants: [],
    },
    {
      name: 'a failure beyond DNS is the cause',
      steps: [resolve(), connect(), cut(closed)],
      asked: compared,
      around: two,
      is: 'blocked tls-closed-after-hello',
      also: ['dns-answers-differ'],
    },
  ])
  t.end()
})
