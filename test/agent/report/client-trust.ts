import t from 'tap'
import type { ChainTrust, ClientTrust } from '../../../agent/model.ts'
import { trustRemarks, trustRows } from '../../../agent/report/client-trust.ts'

const BUNDLE = '/etc/ssl/certs/ca-certificates.crt'
const client = (name: string, changes: Partial<ClientTrust> = {}): ClientTrust => ({
  client: name,
  store: `/${name}.pem`,
  setBy: null,
  fix: 'set A to <FILE>',
  ok: true,
  ...changes,
})
const refusing = (name: string, changes: Partial<ClientTrust> = {}): ClientTrust =>
  client(name, { ok: false, error: 'SELF_SIGNED_CERT_IN_CHAIN', ...changes })
const chain = (...clients: readonly ClientTrust[]): ChainTrust => ({
  authority: 'CN=Contoso CA, O=Contoso',
  host: 'a.example',
  port: 443,
  clients,
})

t.test('a sentence for each program that fails, with the fix', async (t) => {
  const curl = client('curl', { store: BUNDLE })
  const pip = refusing('pip', { fix: 'set PIP_CERT to <FILE>' })
  const requests = refusing('Python requests', { store: '/old.pem', setBy: 'REQUESTS_CA_BUNDLE' })
  const java = client('Java', { ok: null, error: 'keytool could not be asked' })
  t.strictSame(trustRemarks([chain(curl, pip, requests, java)]), [
    `curl works, pip fails: it does not trust "Contoso CA" (/pip.pem). Fix: set PIP_CERT to ${BUNDLE}.`,
    `curl works, Python requests fails: it does not trust "Contoso CA" (/old.pem, by REQUESTS_CA_BUNDLE). Fix: set A to ${BUNDLE}.`,
    'Java was not checked for "Contoso CA": keytool could not be asked.',
  ])
})

t.test('neither a built-in list nor a file that somebody chose is one to point at', async (t) => {
  const node = client('Node.js', { store: 'its built-in list' })
  const chosen = client('curl', { setBy: 'CURL_CA_BUNDLE' })
  t.match(trustRemarks([chain(node, chosen, refusing('pip'))]), [
    /Fix: set A to a PEM file that holds it beside the public CAs\.$/,
  ])
})

t.test('where all agree there is little to say', async (t) => {
  t.strictSame(trustRemarks([chain(client('curl'), client('pip'))]), [])
  t.strictSame(trustRemarks([chain(refusing('curl'), refusing('pip'))]), [
    'No program of this machine trusts "Contoso CA": curl, pip fail.',
  ])
  const expired = { error: 'CERT_HAS_EXPIRED' }
  t.strictSame(trustRemarks([chain(client('curl'), refusing('pip', expired))]), [], 'dates are no matter of the store')
})

t.test('all of it, for explain', async (t) => {
  t.strictSame(
    trustRows(
      chain(client('curl'), refusing('pip', { setBy: 'PIP_CERT' }), client('Java', { ok: null, error: 'why' })),
    ),
    [
      'curl: accepts it; /curl.pem',
      'pip: refuses it (SELF_SIGNED_CERT_IN_CHAIN); /pip.pem, by PIP_CERT',
      'Java: not checked (why); /Java.pem',
    ],
  )
})
