import t from 'tap'
import { X509Certificate } from 'node:crypto'
import { certificatesIn, trustStore } from '../../probes/trust-store.ts'
import { authority } from '../fixtures/certificates.ts'

const one = authority('One').cert
const two = authority('Two').cert

t.test('trustStore() loads nothing before it is asked, and then once', async (t) => {
  let loads = 0
  const store = trustStore('public', () => {
    loads++
    return [one]
  })
  t.equal(loads, 0)
  t.equal(store.context('small'), store.context('small'))
  t.not(store.context('small'), store.context('large'))
  store.holds('')
  t.equal(loads, 1)
})

t.test('trustStore() knows its own certificates by fingerprint', async (t) => {
  const store = trustStore('public', () => [one])
  const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()
  t.ok(store.holds(fingerprint(one)))
  t.notOk(store.holds(fingerprint(two)))
})

t.test('certificatesIn() finds certificates among comments and keys', async (t) => {
  const { key } = authority('Three')
  t.same(certificatesIn(`# bundle\r\n${one}${key}text\n${two}`), [one.trim(), two.trim()])
  t.same(certificatesIn('nothing -----BEGIN CERTIFICATE----- x'), [])
})

t.test('trustStore() reads a chain once', async (t) => {
  const store = trustStore('public', () => [])
  const chain = store.chainWith('leaf', () => [])
  t.equal(
    store.chainWith('leaf', () => t.fail('read twice') as never),
    chain,
  )
  for (let leaf = 0; leaf < 2000; leaf++) store.chainWith(String(leaf), () => [])
  t.not(
    store.chainWith('leaf', () => []),
    chain,
    'and keeps only so many',
  )
})
