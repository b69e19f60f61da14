import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import t from 'tap'
import { trustStores, type TrustSettings } from '../../../agent/vantage/trust-stores.ts'
import { UsageError } from '../../../agent/usage-error.ts'
import { authority } from '../../fixtures/certificates.ts'

const [public_, bundled, extra, own, replaced] = ['Public', 'Bundled', 'Extra', 'Own', 'Replaced'].map(
  (name) => authority(name).cert,
) as [string, string, string, string, string]
const broken = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'

const folder = t.testdir({
  'public.pem': public_,
  'bundle.crt': `# ours\n${broken}${bundled}`,
  'extra.pem': extra,
  'own.pem': own,
  'replaced.pem': replaced,
  'empty.pem': 'nothing here\n',
  'broken.pem': broken,
})
const file = (name: string): string => `${folder}/${name}`
const bundles = [file('missing.crt'), file('bundle.crt')]

const make = (settings: Partial<TrustSettings>, from = bundles) =>
  trustStores({ roots: null, caFile: null, env: {}, ...settings }, from)

const holds = (store: ReturnType<typeof make>[number] | undefined, pem: string): boolean =>
  store?.holds(new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()) === true

t.test("public roots are Node's, then come the system's", async (t) => {
  const stores = make({})
  t.same(
    stores.map(({ name }) => name),
    ['public', 'system'],
  )
  t.ok(holds(stores[0], rootCertificates[0]!))
  t.notOk(holds(stores[0], bundled))
  t.ok(holds(stores[1], bundled), 'a broken certificate in the bundle does no harm')
  t.ok(stores[1]?.context('small'))
})

t.test('--roots stands in for the public roots', async (t) => {
  const [store] = make({ roots: file('public.pem') })
  t.ok(holds(store, public_))
  t.notOk(holds(store, rootCertificates[0]!))
})

t.test('--ca-file and NODE_EXTRA_CA_CERTS add to the system, SSL_CERT_FILE replaces its bundle', async (t) => {
  const [, added] = make({ caFile: file('own.pem'), env: { NODE_EXTRA_CA_CERTS: file('extra.pem') } })
  t.same(
    [own, extra, bundled].map((pem) => holds(added, pem)),
    [true, true, true],
  )
  const [, instead] = make({ env: { SSL_CERT_FILE: file('replaced.pem') } })
  t.same(
    [replaced, bundled].map((pem) => holds(instead, pem)),
    [true, false],
  )
})

t.test('a stale variable is no reason to stop', async (t) => {
  const [, store] = make({ env: { SSL_CERT_FILE: file('missing.pem'), NODE_EXTRA_CA_CERTS: file('missing.pem') } })
  t.ok(holds(store, bundled))
})

t.test('there is no system store where the machine has no roots', async (t) => {
  t.equal(make({}, []).length, 1)
  t.equal(make({ caFile: file('own.pem') }, []).length, 2)
})

t.test('every file that an option names must hold certificates', async (t) => {
  const problems = (settings: Partial<TrustSettings>): readonly string[] => {
    try {
      make(settings)
      return []
    } catch (error) {
      return error instanceof UsageError ? error.problems : []
    }
  }
  t.same(problems({ roots: file('missing.pem'), caFile: file('empty.pem') }), [
    `--roots: cannot read ${file('missing.pem')}: ENOENT`,
    `--ca-file: ${file('empty.pem')} holds no certificate in PEM`,
  ])
  t.equal(problems({ roots: file('broken.pem') }).length, 1)
})
