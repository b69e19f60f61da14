import t from 'tap'
import { hostProblem, standsFor, toAscii } from '../../../agent/catalogue/host.ts'

const GOOD = [
  'login.microsoftonline.com',
  '*.azureml.ms',
  '${region}.api.azureml.ms',
  '*.${region}.batch.azure.com',
  'kube-dns',
  '_sip.example.com',
  '10.0.0.4',
  '2001:db8::1',
  '::1',
  'bücher.example',
  'xn--bcher-kva.example',
  `${'a'.repeat(63)}.example`,
]
const BAD: readonly (readonly [host: string, problem: RegExp])[] = [
  ['', /is no host name/],
  ['a b.example', /white space/],
  ['https://a.example/x', /is a URL/],
  ['a.example/x', /has a path/],
  ['a.example:443', /has a port/],
  ['[2001:db8::1]', /without brackets/],
  ['[2001:db8::1]:443', /without brackets/],
  ['*', /whole first label/],
  ['*example.com', /whole first label/],
  ['a.*.example', /whole first label/],
  ['*.*.example', /whole first label/],
  ['1.2.3', /is no IP address/],
  ['300.1.1.1', /is no IP address/],
  ['a..example', /is no host name/],
  ['-a.example', /is no host name/],
  ['a-.example', /is no host name/],
  ['a.example.', /ends with a dot/],
  ['a;b.example', /is no host name/],
  [`${'a'.repeat(64)}.example`, /64 characters: at most 63/],
  [`${'abcdefg.'.repeat(40)}example`, /327 characters: a host name has at most 253/],
  ['${regin}.example', /unknown fact 'regin'; did you mean 'region'/],
  ['${}.example', /unknown fact ''/],
  ['${region.example', /is no host name/],
  ['a\u001b[31m.example', /is no host name/],
]

t.test('hosts that are fine', async (t) => {
  for (const host of GOOD) t.equal(hostProblem(host), null, host)
})

t.test('hosts that are none', async (t) => {
  for (const [host, problem] of BAD) {
    t.match(hostProblem(host), problem, JSON.stringify(host))
    t.notMatch(hostProblem(host), /\p{Cc}/u)
  }
})

t.test('international names are converted', async (t) => {
  t.equal(toAscii('Bücher.example'), 'xn--bcher-kva.example')
  t.equal(toAscii('2001:DB8::1'), '2001:db8::1')
})

t.test('a representative ends like the pattern, or is a fact', async (t) => {
  t.ok(standsFor('${region}.api.azureml.ms', '*.azureml.ms'))
  t.ok(standsFor('${appInsights}', '*.in.applicationinsights.azure.com'))
  t.ok(standsFor('anything.example', 'kube-dns'))
  t.notOk(standsFor('azureml.ms', '*.azureml.ms'))
  t.notOk(standsFor('xazureml.ms', '*.azureml.ms'))
})
