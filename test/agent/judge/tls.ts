import t from 'tap'
import type { Evidence } from '../../../agent/model.ts'
import type { Fault } from '../../../probes/observation.ts'
import {
  ADDRESS,
  asked,
  closed,
  connect,
  cut,
  decoy,
  endpoint,
  evidence,
  HEALTHY,
  HOST,
  http,
  leafBy,
  other,
  proxied,
  proxy,
  reset,
  resolve,
  rule,
  seen,
  silence,
  testCases,
  tls,
} from '../../fixtures/evidence.ts'

const CONTROL = 'www.microsoft.com'
const hello = (...steps: Parameters<typeof seen>[0]) => seen([connect(), ...steps])
const control = (sni: string | null, step: ReturnType<typeof tls>, address = ADDRESS) =>
  asked(
    address === ADDRESS ? 'control-sni' : 'target-sni-elsewhere',
    'tls',
    { address, sni },
    seen([connect(), step], { address }),
  )
const cutBy = (fault: Fault) => [resolve(), connect(), cut(fault)]
const DECOY = '192.0.2.1'
const relaying = { experiments: [decoy([connect(), cut(closed)])] }
const raw = (fault: Fault | null, firstBytes: string) =>
  asked('raw-hello', 'hello', { address: ADDRESS, hello: 'small' }, hello(cut(fault!, { firstBytes })))
const short = (fault: Fault) =>
  asked('small-packets', 'hello', { address: ADDRESS, sni: HOST, hello: 'alert' }, hello(cut(fault)))
const alert = (number: number): Fault => ({ kind: 'alert', alert: number, code: 'ERR_SSL_SSL/TLS_ALERT' })
const reason = (code: string): Fault => ({ kind: 'tls', code })

t.test('cut after the first message', (t) => {
  testCases(t, [
    {
      name: 'closed',
      steps: cutBy(closed),
      is: 'blocked tls-closed-after-hello',
      confidence: 'likely',
      wants: ['control-sni', 'plain-http'],
    },
    { name: 'reset', steps: cutBy(reset), is: 'blocked tls-closed-after-hello' },
    {
      name: 'reset before we noticed the connection',
      steps: [resolve(), connect(reset, null)],
      is: 'blocked tls-closed-after-hello',
    },
    {
      name: 'silent',
      steps: cutBy(silence),
      is: 'blocked tls-silent-after-hello',
      wants: ['control-sni', 'plain-http', 'small-packets'],
    },
    { name: 'the run ended', steps: cutBy({ kind: 'aborted' }), is: 'inconclusive deadline' },
    {
      name: 'another name is answered in between',
      steps: cutBy(closed),
      asked: [control(CONTROL, tls({ sni: CONTROL })), control(HOST, cut(closed))],
      is: 'blocked tls-sni-filtered',
      confidence: 'likely',
      says: [CONTROL, HOST],
    },
    {
      name: 'silence for this name alone',
      steps: cutBy(silence),
      asked: [control(CONTROL, tls({ sni: CONTROL })), control(HOST, cut(silence))],
      is: 'blocked tls-sni-filtered',
    },
    {
      name: 'another name gets a certificate nobody trusts',
      steps: cutBy(closed),
      asked: [
        control(
          CONTROL,
          tls({ trust: [{ store: 'public', ok: false, error: 'X' }] }, { kind: 'certificate', code: 'X' }),
        ),
        control(HOST, cut(closed)),
      ],
      is: 'blocked tls-sni-filtered',
    },
    {
      name: 'the other name fails too',
      steps: cutBy(closed),
      asked: [control(CONTROL, cut(closed)), control(HOST, cut(closed))],
      is: 'blocked tls-closed-after-hello',
    },
    {
      name: 'the other name gets an alert, which is no certificate',
      steps: cutBy(closed),
      asked: [control(CONTROL, cut(alert(112))), control(HOST, cut(closed))],
      is: 'blocked tls-closed-after-hello',
    },
    {
      name: 'this name works when it is tried again',
      steps: cutBy(closed),
      asked: [control(CONTROL, tls()), control(HOST, tls())],
      is: 'degraded flaky',
    },
    {
      name: 'the same at an address that is not its own and relays',
      steps: cutBy(closed),
      asked: [
        control(CONTROL, tls()),
        control(HOST, cut(closed)),
        control(CONTROL, tls(), DECOY),
        control(HOST, cut(closed), DECOY),
      ],
      around: relaying,
      is: 'blocked tls-sni-filtered',
      confidence: 'proven',
      says: [DECOY],
    },
    {
      name: 'an address that is not its own and relays nothing',
      steps: cutBy(closed),
      asked: [
        control(CONTROL, tls()),
        control(HOST, cut(closed)),
        control(CONTROL, cut(closed), DECOY),
        control(HOST, cut(closed), DECOY),
      ],
      around: relaying,
      is: 'blocked tls-sni-filtered',
      confidence: 'likely',
    },
    {
      name: 'a decoy that connects is asked too',
      steps: cutBy(closed),
      around: relaying,
      is: 'blocked tls-closed-after-hello',
      wants: ['control-sni', 'plain-http', 'target-sni-elsewhere'],
    },
    {
      name: 'through a proxy only a second try is made',
      observations: [proxied([resolve(), connect(), proxy({ status: 200 }), cut(closed)])],
      is: 'blocked tls-closed-after-hello',
      wants: ['confirm'],
    },
    {
      name: 'port 80 says who it is',
      steps: cutBy(closed),
      asked: [
        asked(
          'plain-http',
          'http',
          { port: 80, address: ADDRESS },
          seen([connect(), http(470, { body: 'Action: Deny. Reason: No rule matched.' })]),
        ),
      ],
      is: 'blocked tls-closed-after-hello',
      says: ['Azure Firewall'],
    },
    {
      name: 'an address has no name to filter',
      endpoint: endpoint(ADDRESS),
      steps: cutBy(closed),
      asked: [control(CONTROL, tls()), control(ADDRESS, cut(closed))],
      is: 'blocked tls-closed-after-hello',
    },
    {
      name: 'cut in the middle',
      steps: [resolve(), connect(), cut(reset, { bytesRead: 1300 })],
      is: 'blocked tls-broken-midway',
      says: ['1300'],
    },
    {
      name: 'cut in the middle, and it works again',
      steps: [resolve(), connect(), cut(reset, { bytesRead: 1300 })],
      asked: [asked('confirm', 'https', { address: ADDRESS }, seen(HEALTHY))],
      is: 'degraded flaky',
    },
  ])
  t.end()
})

t.test('sizes', (t) => {
  const tries = (host: string, hello: 'small' | 'large', ok: boolean) =>
    asked('large-hello', 'tls', { host, hello, address: ADDRESS }, seen([connect(), ok ? tls() : cut(silence)]))
  const large = (host: string, ok: boolean) => tries(host, 'large', ok)
  const dropped = (host: string) => [large(host, false), tries(host, 'small', true), large(host, false)]
  testCases(t, [
    {
      name: 'only short answers arrive',
      steps: cutBy(silence),
      asked: [short(alert(40)), control(CONTROL, cut(silence)), control(HOST, cut(silence))],
      is: 'blocked mtu-blackhole',
      confidence: 'likely',
    },
    {
      name: 'a piece of the large answer arrives',
      steps: [resolve(), connect(), cut(silence, { bytesRead: 90 })],
      asked: [short(alert(40))],
      is: 'blocked mtu-blackhole',
    },
    {
      name: 'another name gets its large answer',
      steps: cutBy(silence),
      asked: [short(alert(40)), control(CONTROL, tls()), control(HOST, cut(silence))],
      is: 'blocked tls-sni-filtered',
    },
    {
      name: 'short answers do not arrive either',
      steps: cutBy(silence),
      asked: [short(silence)],
      is: 'blocked tls-silent-after-hello',
    },
    {
      name: 'a cut is no black hole',
      steps: cutBy(closed),
      asked: [short(alert(40))],
      is: 'blocked tls-closed-after-hello',
    },
    {
      name: 'large hellos fail here',
      steps: HEALTHY,
      around: { experiments: dropped(HOST) },
      is: 'degraded tls-large-hello-dropped',
      confidence: 'likely',
    },
    {
      name: 'large hellos fail wherever they were tried',
      steps: HEALTHY,
      around: { experiments: [...dropped('a.azureml.ms'), ...dropped('b.azureml.ms')] },
      is: 'degraded tls-large-hello-dropped',
      confidence: 'proven',
    },
    {
      name: 'large hellos fail at one other server',
      steps: HEALTHY,
      around: { experiments: dropped('a.azureml.ms') },
      is: 'open',
    },
    {
      name: 'one large hello was lost',
      steps: HEALTHY,
      around: { experiments: [large(HOST, false)] },
      is: 'open',
    },
    {
      name: 'a large hello was lost, and the next one passed',
      steps: HEALTHY,
      around: { experiments: [large(HOST, false), tries(HOST, 'small', true), large(HOST, true)] },
      is: 'open',
    },
    {
      name: 'the small hello in between fails as well',
      steps: HEALTHY,
      around: { experiments: [large(HOST, false), tries(HOST, 'small', false), large(HOST, false)] },
      is: 'open',
    },
    {
      name: 'large hellos pass',
      steps: HEALTHY,
      around: { experiments: [large(HOST, true), ...dropped('a.azureml.ms')] },
      is: 'open',
    },
  ])
  t.end()
})

t.test('what speaks, and says no', (t) => {
  testCases(t, [
    { name: 'an alert', steps: cutBy(alert(40)), is: 'blocked tls-alert', says: ['alert 40, handshake failure'] },
    {
      name: 'an alert that OpenSSL does not show',
      steps: [resolve(), connect(), cut(closed, { bytesRead: 7 })],
      asked: [raw(alert(199), '150303000202c7')],
      is: 'blocked tls-alert',
      says: ['199'],
    },
    {
      name: 'seven bytes that are asked about',
      steps: [resolve(), connect(), cut(closed, { bytesRead: 7 })],
      is: 'blocked tls-broken-midway',
      wants: ['confirm', 'raw-hello'],
    },
    {
      name: 'alert 40 after a trusted certificate wants ours',
      steps: [resolve(), connect(), tls({ version: 'TLSv1.2' }, alert(40))],
      is: 'open',
    },
    {
      name: 'alert 116 after the handshake wants ours',
      steps: [resolve(), connect(), tls(), http(null, {}, alert(116))],
      is: 'open',
    },
    {
      name: 'a request for a certificate excuses no silence',
      steps: [resolve(), connect(), tls({ clientCertificateWanted: true }), http(null, {}, silence)],
      is: 'blocked http-no-response',
    },
    {
      name: 'alert 40 after a certificate nobody trusts',
      steps: [
        resolve(),
        connect(),
        tls(
          { chain: [leafBy('CN=X')], trust: [{ store: 'public', ok: false, error: 'SELF_SIGNED_CERT_IN_CHAIN' }] },
          alert(40),
        ),
      ],
      is: 'blocked unknown',
    },
    { name: 'alert 70 is about the version', steps: cutBy(alert(70)), is: 'blocked tls-version', confidence: 'likely' },
    {
      name: 'a server of TLS 1.0',
      steps: cutBy(reason('ERR_SSL_UNSUPPORTED_PROTOCOL')),
      is: 'blocked tls-version',
      confidence: 'proven',
    },
    {
      name: 'a ServerHello of TLS 1.1 seen raw',
      steps: cutBy(alert(70)),
      asked: [raw(null, '160302003a020000360302')],
      is: 'blocked tls-version',
      confidence: 'proven',
    },
    {
      name: 'something else than TLS',
      steps: cutBy(reason('ERR_SSL_WRONG_VERSION_NUMBER')),
      is: 'blocked not-tls',
      confidence: 'likely',
      wants: ['raw-hello'],
    },
    {
      name: 'HTTP in place of TLS, seen raw',
      steps: cutBy(reason('ERR_SSL_WRONG_VERSION_NUMBER')),
      asked: [raw({ kind: 'malformed' }, Buffer.from('HTTP/1.1 400').toString('hex'))],
      is: 'blocked not-tls',
      confidence: 'proven',
      says: ['HTTP/1.1 400'],
    },
    {
      name: 'a wrong version number that is TLS after all',
      steps: cutBy(reason('ERR_SSL_WRONG_VERSION_NUMBER')),
      asked: [raw(null, '160303003a0200003603030000')],
      is: 'blocked unknown',
    },
    {
      name: 'a reason that we do not know',
      steps: cutBy(reason('ERR_SSL_DH_KEY_TOO_SMALL')),
      is: 'blocked unknown',
      says: ['ERR_SSL_DH_KEY_TOO_SMALL'],
    },
  ])
  t.end()
})

t.test('the control is a name that is open in this run, at the same address first', async (t) => {
  const elsewhere = other('a.azureml.ms')
  const there = { ...elsewhere, observations: elsewhere.observations.map((one) => ({ ...one, address: '20.9.9.9' })) }
  const wanted = (others: readonly Evidence[]) =>
    rule(evidence(endpoint(HOST), [seen(cutBy(closed))]), { others })
      .wants.filter(({ name }) => name === 'control-sni')
      .map(({ target }) => target.sni)
  t.same(wanted([]), [CONTROL, HOST])
  t.same(wanted([there]), ['a.azureml.ms', HOST])
  t.same(wanted([there, other('z.azureml.ms')]), ['z.azureml.ms', HOST])
})
