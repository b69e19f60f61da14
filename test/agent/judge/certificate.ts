import t from 'tap'
import type { Certificate } from '../../../probes/observation.ts'
import {
  ADDRESS,
  asked,
  closed,
  connect,
  cut,
  endpoint,
  evidence,
  HEALTHY,
  HOST,
  http,
  leafBy,
  other,
  refusedChain,
  resolve,
  rootNamed,
  rule,
  seen,
  testCases,
  tls,
} from '../../fixtures/evidence.ts'
import { certificate } from '../../fixtures/report.ts'

const CORP = 'CN=Corp Inspection CA, O=Contoso'
const byCorp = [leafBy(CORP), rootNamed(CORP)]
const refused = (error: string, chain: readonly Certificate[] = [leafBy('CN=Some CA')], status = 200) => [
  resolve(),
  connect(),
  refusedChain(error, chain),
  http(status),
]
const SELF = 'SELF_SIGNED_CERT_IN_CHAIN'
const trustedBySystem = [resolve(), connect(), refusedChain(SELF, byCorp, true), http(200)]
const elsewhere = (host: string) => other(host, [resolve(), connect(), refusedChain(SELF, byCorp), http(200)])
/** A host that answers with a Date, by a clock that is `ahead` of ours, seconds. */
const dated = (host: string, behindSeconds: number) =>
  other(host, [
    resolve(),
    connect(),
    tls(),
    http(200, { headers: { date: new Date(Date.parse('2026-11-22T11:28:00Z') - behindSeconds * 1000).toUTCString() } }),
  ])
const clock = (behindSeconds: number) => ({
  others: ['a.azureml.ms', 'b.contoso.com', 'c.pypi.org'].map((host) => dated(host, behindSeconds)),
})

/** The system's store had no time to answer. */
const undecided = (error = SELF) =>
  tls(
    { chain: byCorp, trust: [{ store: 'public', ok: false, error }], unanswered: ['system'] },
    { kind: 'certificate', code: error },
  )

t.test('a store that gave no answer refuses nothing', (t) => {
  const unrelated = { others: [elsewhere('pypi.org')] }
  const steps = [resolve(), connect(), undecided(), http(200)]
  const again = (...steps: Parameters<typeof seen>[0][]) =>
    steps.map((one) => asked('confirm', 'https', { address: ADDRESS }, seen(one)))
  testCases(t, [
    {
      name: 'it is asked again',
      steps,
      around: unrelated,
      is: 'inconclusive deadline',
      says: ['Corp Inspection CA', '--timeout'],
      wants: ['confirm'],
    },
    {
      name: 'at a private address it is no sinkhole',
      steps: [resolve({ addresses: ['10.1.2.3'] }), ...steps.slice(1)],
      is: 'inconclusive deadline',
    },
    {
      name: 'it accepts the chain the second time',
      steps,
      asked: again(trustedBySystem),
      around: unrelated,
      is: 'degraded tls-intercepted',
    },
    {
      name: 'it refuses the chain the second time',
      steps,
      asked: again(refused(SELF, byCorp)),
      around: unrelated,
      is: 'blocked tls-intercepted',
    },
    {
      name: 'it has no time the second time either',
      steps,
      asked: again(steps),
      around: unrelated,
      is: 'inconclusive deadline',
      wants: [],
    },
    {
      name: 'the second handshake is cut off',
      steps,
      asked: again([connect(), cut(closed)]),
      around: unrelated,
      is: 'inconclusive deadline',
    },
    {
      name: 'a name that is wrong for every store',
      steps: [resolve(), connect(), undecided('ERR_TLS_CERT_ALTNAME_INVALID'), http(200)],
      is: 'blocked tls-name-mismatch',
    },
    {
      name: 'a CA that is due, and refused',
      steps: [
        resolve(),
        connect(),
        tls(
          {
            chain: byCorp,
            trust: [
              { store: 'expected', ok: false, error: SELF },
              { store: 'public', ok: false, error: SELF },
            ],
            unanswered: ['system'],
          },
          { kind: 'certificate', code: SELF },
        ),
        http(200),
      ],
      is: 'blocked tls-untrusted',
    },
  ])
  t.end()
})

t.test('interception', (t) => {
  const unrelated = { others: [elsewhere('pypi.org')] }
  testCases(t, [
    {
      name: 'a CA that is not public signs unrelated hosts',
      steps: refused(SELF, byCorp),
      around: unrelated,
      is: 'blocked tls-intercepted',
      confidence: 'proven',
      says: ['Corp Inspection CA'],
    },
    {
      name: 'a CA with the name of a product',
      steps: refused(SELF, [leafBy('CN=Zscaler Intermediate Root CA, O=Zscaler Inc.')]),
      is: 'blocked tls-intercepted',
      says: ['Zscaler'],
    },
    { name: 'this machine trusts it', steps: trustedBySystem, around: unrelated, is: 'degraded tls-intercepted' },
    {
      name: 'one host only',
      steps: refused(SELF, byCorp),
      is: 'blocked tls-untrusted',
      says: ['Corp Inspection CA'],
      wants: ['control-sni'],
    },
    {
      name: 'another host of the same domain',
      steps: refused(SELF, byCorp),
      around: { others: [elsewhere('portal.azure.com')] },
      is: 'blocked tls-untrusted',
    },
    {
      name: 'a CA of its own is due',
      endpoint: endpoint(HOST, { expect: { ca: 'corp.pem' } }),
      steps: trustedBySystem,
      around: unrelated,
      is: 'open',
    },
    {
      name: 'in the cluster',
      endpoint: endpoint(HOST, {
        requirements: [{ manifest: 'm', id: 'i', purpose: 'p', host: HOST, required: true, direction: 'in-cluster' }],
      }),
      steps: trustedBySystem,
      around: unrelated,
      is: 'open',
    },
    {
      name: 'a public chain by a CA with such a name',
      steps: [resolve(), connect(), tls({ chain: [leafBy('CN=Cisco Umbrella Secondary SubCA')] }), http(200)],
      is: 'open',
    },
    { name: "a system CA on one host alone is the owner's", steps: trustedBySystem, is: 'open' },
    {
      name: "the CA also signs a name that cannot be this server's",
      steps: refused(SELF, byCorp),
      asked: [
        asked(
          'control-sni',
          'tls',
          { address: ADDRESS, sni: 'www.microsoft.com' },
          seen([
            connect(),
            tls(
              {
                sni: 'www.microsoft.com',
                chain: [leafBy(CORP, { names: ['DNS:www.microsoft.com'] }), rootNamed(CORP)],
                trust: [{ store: 'public', ok: false, error: SELF }],
              },
              { kind: 'certificate', code: SELF },
            ),
          ]),
        ),
      ],
      is: 'blocked tls-intercepted',
    },
    {
      name: 'the server shows its own certificate for any name',
      steps: refused(SELF, byCorp),
      asked: [
        asked(
          'control-sni',
          'tls',
          { address: ADDRESS, sni: 'www.microsoft.com' },
          seen([
            connect(),
            tls(
              { sni: 'www.microsoft.com', chain: byCorp, trust: [{ store: 'public', ok: false, error: SELF }] },
              { kind: 'certificate', code: SELF },
            ),
          ]),
        ),
      ],
      is: 'blocked tls-untrusted',
    },
  ])
  t.end()
})

t.test('chains', (t) => {
  const LOCALLY = 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
  const KEY = '748580c066c7df37decfbd2937aa031dbeedcd17'
  const listed = [leafBy('CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1, O=DigiCert Inc', { authorityKeyId: KEY })]
  const seenElsewhere = other('pypi.org', [
    resolve(),
    connect(),
    tls({ chain: [leafBy('CN=Sub CA'), certificate({ subject: 'CN=Sub CA', ca: true, keyId: 'aa11' })] }),
    http(200),
  ])
  testCases(t, [
    {
      name: 'a public intermediate is missing',
      steps: refused(LOCALLY, listed),
      is: 'blocked tls-chain-incomplete',
      says: ['DigiCert Global G2'],
    },
    {
      name: 'the name of a public intermediate with another key',
      steps: refused(LOCALLY, [{ ...listed[0]!, authorityKeyId: 'ff' }]),
      is: 'blocked tls-untrusted',
    },
    {
      name: 'an intermediate that another host sends',
      steps: refused(LOCALLY, [leafBy('CN=Sub CA', { authorityKeyId: 'aa11' })]),
      around: { others: [seenElsewhere] },
      is: 'blocked tls-chain-incomplete',
    },
    {
      name: 'an intermediate of the same name that another host sends',
      steps: refused(LOCALLY, [leafBy('CN=Sub CA', { authorityKeyId: 'bb22' })]),
      around: { others: [seenElsewhere] },
      is: 'blocked tls-untrusted',
    },
    { name: 'an issuer that nobody knows', steps: refused(LOCALLY), is: 'blocked tls-untrusted', says: ['Some CA'] },
    {
      name: 'signed by nobody but itself',
      steps: refused('DEPTH_ZERO_SELF_SIGNED_CERT', [rootNamed(`CN=${HOST}`)]),
      is: 'blocked tls-self-signed',
    },
    {
      name: 'another name',
      steps: refused('ERR_TLS_CERT_ALTNAME_INVALID', [leafBy('CN=Public CA', { names: ['DNS:other.example'] })]),
      is: 'blocked tls-name-mismatch',
      says: ['other.example'],
    },
    {
      name: 'an untrusted chain beats what the answer says',
      steps: refused(SELF, byCorp, 503),
      is: 'blocked tls-untrusted',
    },
    {
      name: 'trusted by one store is trusted',
      steps: [resolve(), connect(), refusedChain('X', byCorp, true), http(401)],
      is: 'open',
    },
  ])
  t.end()
})

t.test('dates', (t) => {
  const past = [leafBy('CN=Public CA', { notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2026-11-20T00:00:00.000Z' })]
  const future = [
    leafBy('CN=Public CA', { notBefore: '2026-11-23T00:00:00.000Z', notAfter: '2027-11-20T00:00:00.000Z' }),
  ]
  const until = (notAfter: string) => [
    resolve(),
    connect(),
    tls({ chain: [leafBy('CN=Public CA', { notAfter })] }),
    http(200),
  ]
  const DAY = 86_400
  testCases(t, [
    {
      name: 'expired, nobody checked the clock',
      steps: refused('CERT_HAS_EXPIRED', past),
      is: 'blocked tls-expired',
      confidence: 'likely',
    },
    {
      name: 'expired by a clock that servers confirm',
      steps: refused('CERT_HAS_EXPIRED', past),
      around: clock(0),
      is: 'blocked tls-expired',
      confidence: 'proven',
      says: ['2026-11-20'],
    },
    {
      name: 'not yet valid',
      steps: refused('CERT_NOT_YET_VALID', future),
      around: clock(0),
      is: 'blocked tls-not-yet-valid',
    },
    {
      name: 'our clock is ahead, so that it looks expired',
      steps: refused('CERT_HAS_EXPIRED', past),
      around: clock(30 * DAY),
      is: 'blocked clock-skew',
      also: [],
      says: ['30 days ahead'],
    },
    {
      name: 'our clock is ahead, but not by enough',
      steps: refused('CERT_HAS_EXPIRED', past),
      around: clock(DAY),
      is: 'blocked tls-expired',
    },
    {
      name: 'our clock is behind, so that it looks unborn',
      steps: refused('CERT_NOT_YET_VALID', future),
      around: clock(-2 * DAY),
      is: 'blocked clock-skew',
    },
    {
      name: 'our clock is off, and the certificate is fine',
      steps: HEALTHY,
      around: clock(3600),
      is: 'degraded clock-skew',
    },
    { name: 'our clock is off by what servers differ in', steps: HEALTHY, around: clock(120), is: 'open' },
    {
      name: 'one server alone has another time',
      steps: HEALTHY,
      around: { others: [dated('a.azureml.ms', 90_000)] },
      is: 'open',
    },
    {
      name: 'servers disagree about the time',
      steps: HEALTHY,
      around: { others: [dated('a.azureml.ms', 90_000), dated('b.contoso.com', 0)] },
      is: 'open',
    },
    {
      name: 'expires within two weeks',
      steps: until('2026-12-01T00:00:00.000Z'),
      is: 'degraded tls-expiring',
      says: ['2026-12-01'],
    },
    { name: 'expires after two weeks', steps: until('2026-12-07T00:00:00.000Z'), is: 'open' },
    {
      name: "an interceptor's certificates are short-lived",
      steps: [
        resolve(),
        connect(),
        refusedChain(SELF, [leafBy('CN=mitmproxy, O=mitmproxy', { notAfter: '2026-11-24T00:00:00.000Z' })], true),
        http(200),
      ],
      is: 'degraded tls-intercepted',
      also: [],
    },
  ])
  t.end()
})

t.test('a note on trust that only this machine has', async (t) => {
  const { judgement } = rule(evidence(endpoint(HOST), [seen(trustedBySystem)]))
  t.match(judgement.notes, [/Corp Inspection CA/])
})
