import t from 'tap'
import { judgeRun } from '../../../agent/judge/run.ts'
import type { Evidence, Finding } from '../../../agent/model.ts'
import {
  answer,
  asked,
  closed,
  connect,
  cut,
  decoy,
  endpoint,
  errno,
  evidence,
  HEALTHY,
  http,
  knowledge,
  leafBy,
  other,
  proxied,
  proxy,
  refusedChain,
  request,
  resolve,
  runOf,
  seen,
  silence,
  tls,
  unanswered,
  unresolved,
  VIA,
  type Around,
} from '../../fixtures/evidence.ts'
import { requirement } from '../../fixtures/report.ts'

const findings = (endpoints: readonly Evidence[], around: Around = {}): readonly Finding[] =>
  judgeRun(runOf(endpoints, around), knowledge).findings
const causesOf = (found: readonly Finding[]) => found.map(({ cause }) => cause)
const NAMES = ['a.azureml.ms', 'b.azureml.net', 'c.pypi.org', 'd.github.com']
const all = (steps: Parameters<typeof seen>[0]) => NAMES.map((host) => other(host, steps))
const silentHosts = all([resolve(), connect(silence, null)])
const dead = (server: string) =>
  asked(
    'resolver-alive',
    'dns',
    { host: server, port: 53 },
    seen([request({ protocol: 'dns', answers: [unanswered({ server, name: '.' })] }, silence)]),
  )

t.test('a sealed network is one finding', async (t) => {
  const udp = evidence(endpoint('t.azureml.ms', { probe: 'udp', protocol: 'udp', port: 5831 }), [
    seen([resolve(), connect(), request({ protocol: 'udp', sent: 3, replies: 0 }, silence)]),
  ])
  const [one, ...more] = findings([...silentHosts, udp])
  t.match(one, {
    cause: 'tcp-timeout',
    verdict: 'blocked',
    says: /^Nothing works from here: none of 5 endpoints/,
    confidence: 'proven',
  })
  t.equal(one?.endpoints.length, 5)
  t.match(one?.evidence[0], /^4 endpoints: /)
  t.same(more, [])
  const lookups = NAMES.map((host) =>
    evidence(endpoint(host), [unresolved(resolve({ name: host, answers: [unanswered({ name: host })] }, silence))]),
  )
  t.match(findings(lookups, { experiments: [dead('168.63.129.16')] }), [
    { cause: 'dns-resolver-unreachable', says: /no DNS server answers/ },
  ])
  t.match(findings(all([resolve(), connect(errno('ENETUNREACH', 'connect'), 'ENETUNREACH')])), [
    { cause: 'no-route', remedy: /default route/ },
  ])
})

t.test('it is not sealed when anything works or answers', async (t) => {
  const says = (found: readonly Finding[]) => found.some((one) => one.says.startsWith('Nothing works'))
  t.notOk(says(findings([...silentHosts, other('e.org')])), 'one works')
  t.notOk(
    says(findings([...silentHosts, other('e.org', [resolve(), connect(), cut(closed)])])),
    'one is cut after the handshake',
  )
  t.notOk(says(findings(silentHosts.slice(0, 2))), 'two endpoints say little')
})

t.test('one interceptor, by its CA', async (t) => {
  const [one, ...more] = findings(
    all([resolve(), connect(), refusedChain('SELF_SIGNED_CERT_IN_CHAIN', [leafBy('CN=Corp CA')]), http(200)]),
  )
  t.match(one, {
    cause: 'tls-intercepted',
    verdict: 'blocked',
    says: /"Corp CA".*4 endpoints/,
    evidence: ['CA: Corp CA', /^SHA-256 /],
  })
  t.same(
    one?.endpoints,
    NAMES.map((name) => `${name}:443`),
  )
  t.same(more, [])
  t.match(
    findings(
      all([resolve(), connect(), refusedChain('SELF_SIGNED_CERT_IN_CHAIN', [leafBy('CN=Corp CA')], true), http(200)]),
    ),
    [{ verdict: 'degraded' }],
  )
})

t.test('one proxy', async (t) => {
  const through = (host: string, ...steps: Parameters<typeof proxied>[0]) =>
    evidence(endpoint(host), [proxied([resolve(), connect(), ...steps])])
  const refused = NAMES.slice(0, 2).map((host) => through(host, proxy({ status: 403 }, { kind: 'refused' })))
  const fine = through('ok.example.org', proxy({ status: 200 }), tls(), http(200))
  const [one, ...more] = findings([...refused, fine])
  t.match(one, { cause: 'proxy-denied', endpoints: NAMES.slice(0, 2).map((name) => `${name}:443`) })
  t.ok(one?.says.includes(`${VIA} refuses to connect: 2 endpoints of 3`))
  t.same(more, [])
  t.same(findings([...refused.slice(1), fine]), [], 'one refusal is no finding')
})

t.test('DNS servers that are dead or lie', async (t) => {
  const machine = { resolvers: ['168.63.129.16', '10.0.0.53'] }
  t.match(findings([other('a.org')], { machine, experiments: [dead('10.0.0.53')] }), [
    { cause: 'dns-resolver-down', says: /10\.0\.0\.53 is dead/, endpoints: ['a.org:443'] },
  ])
  const lie = asked(
    'impossible-name',
    'dns',
    { host: '168.63.129.16' },
    seen([request({ protocol: 'dns', answers: [answer({ addresses: ['20.66.0.1'] })] })]),
  )
  t.match(findings([other('a.org')], { experiments: [lie] }), [{ cause: 'dns-hijacked', endpoints: ['a.org:443'] }])
  t.same(findings([other('a.org')]), [])
})

t.test('a middlebox, and a firewall with an allow list', async (t) => {
  const experiments = [decoy([connect(), cut(closed)])]
  const denied = NAMES.map((host) => other(host, [resolve(), connect(), cut(closed)]))
  const found = findings([...denied, other('ok.org')], { experiments })
  t.same(causesOf(found), ['tcp-middlebox', 'tls-closed-after-hello'])
  t.match(found[1], { says: /4 endpoints denied by name, 1 allowed/ })
  t.equal(found[0]?.endpoints.length, 5)
  t.match(findings(denied, { experiments })[1], { says: /denies every name/ })
  t.same(findings([...denied, ...denied], { experiments })[1]?.evidence.length, 4, 'each sentence once')
  t.notMatch(findings([...denied, other('ok.org')])[0]?.says, /on its list/, 'servers that hang up are no allow list')
})

t.test('what comes in says nothing of the way out', async (t) => {
  const inbound = requirement({ host: 'AzureMachineLearning', direction: 'inbound' })
  const found = findings([...silentHosts, other('AzureMachineLearning', HEALTHY, { requirements: [inbound] })])
  t.match(found, [{ says: /^Nothing works from here: none of 4 endpoints/ }])
})

t.test('a service tag, a region', async (t) => {
  const tagged = (
    host: string,
    serviceTags: readonly string[],
    pattern = host,
    steps: Parameters<typeof seen>[0] = [resolve(), connect(silence, null)],
  ) => other(host, steps, { requirements: [requirement({ host: pattern, serviceTags })] })
  const batch = [
    tagged('a.batch.azure.com', ['BatchNodeManagement']),
    tagged('b.batch.azure.com', ['BatchNodeManagement']),
  ]
  t.match(findings([...batch, other('ok.org')]), [
    {
      cause: 'tcp-timeout',
      says: /service tag BatchNodeManagement is blocked: 2 endpoints/,
      endpoints: ['a.batch.azure.com:443', 'b.batch.azure.com:443'],
    },
  ])
  t.same(
    findings([...batch, tagged('c.batch.azure.com', ['BatchNodeManagement'], 'x', HEALTHY)]),
    [],
    'one of the tag works',
  )
  const regional = ['westeurope.api.azureml.ms', 'westeurope.cert.api.azureml.ms'].map((host) =>
    tagged(host, [], host.replace('westeurope', '${region}')),
  )
  t.match(findings([...regional, other('ok.org')]), [{ says: /region westeurope is blocked: 2 endpoints/ }])
})

t.test('one cause, many endpoints, told once', async (t) => {
  const found = findings([...silentHosts, other('ok.org')])
  t.match(found, [{ cause: 'tcp-timeout', says: /^4 endpoints, one cause/, remedy: /^Ask the network team/ }])
  t.same(findings([...silentHosts.slice(0, 2), other('ok.org')]), [], 'two silent hosts are two silent hosts')
  const expired = all([resolve(), connect(), refusedChain('CERT_HAS_EXPIRED', [leafBy('CN=CA')]), http(200)])
  t.same(findings([...expired, other('ok.org')]), [], 'expired certificates have as many owners')
})

t.test('a clock that is off', async (t) => {
  const dated = (host: string) =>
    other(host, [resolve(), connect(), tls(), http(200, { headers: { date: 'Sun, 22 Nov 2026 10:28:00 GMT' } })])
  t.match(findings([dated('a.org'), dated('b.com'), dated('c.net')]), [
    { cause: 'clock-skew', verdict: 'degraded', says: /60 minutes ahead/ },
  ])
})

t.test('names tell endpoints of one host and port apart', async (t) => {
  const [one] = findings([
    ...silentHosts,
    other('a.azureml.ms', [resolve(), connect(silence, null)], { probe: 'websocket' }),
    other('ok.org'),
  ])
  t.ok(one?.endpoints.includes('a.azureml.ms:443/websocket'))
})
