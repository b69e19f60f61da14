import { X509Certificate } from 'node:crypto'
import type { PeerCertificate } from 'node:tls'
import fc from 'fast-check'
import t from 'tap'
import { certificateOf, chainOf } from '../../probes/certificate.ts'
import { authority, selfSigned, type Wanted } from '../fixtures/certificates.ts'

type Linked = PeerCertificate & { issuerCertificate?: Linked }

/** Node's object as a TLS socket would give it. */
const peerOf = (pem: string): Linked => new X509Certificate(pem).toLegacyObject()

const root = authority('Test root')
const middle = root.authority('Test intermediate')
const factsOf = (wanted: Wanted) => certificateOf(peerOf(middle.issue(wanted).cert))

t.test('certificateOf() has every fact in its final form', async (t) => {
  const wanted: Wanted = {
    subject: { C: 'NL', O: 'Example, Inc.', CN: 'a.test' },
    names: ['DNS:a.test', 'DNS:*.a.test', 'IP:192.0.2.1'],
    notBefore: '2026-01-02T03:04:05Z',
    notAfter: '2026-03-04T05:06:07Z',
    ocsp: 'http://ocsp.test/',
    issuerUrl: 'http://ca.test/i.crt',
    crl: 'http://crl.test/l.crl',
  }
  const pem = middle.issue(wanted).cert
  const { fingerprint256, serialNumber } = new X509Certificate(pem)
  const facts = certificateOf(peerOf(pem))
  t.match(facts, {
    subject: 'CN=a.test, O=Example, Inc., C=NL',
    issuer: 'CN=Test intermediate, O=connprobe tests',
    names: ['DNS:a.test', 'DNS:*.a.test', 'IP:192.0.2.1'],
    serial: serialNumber,
    fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
    notBefore: '2026-01-02T03:04:05.000Z',
    notAfter: '2026-03-04T05:06:07.000Z',
    ca: false,
    selfSigned: false,
    keyId: /^[0-9a-f]{40}$/,
    urls: ['http://ocsp.test/', 'http://ca.test/i.crt', 'http://crl.test/l.crl'],
  })
  t.equal(facts.authorityKeyId, certificateOf(peerOf(middle.cert)).keyId, 'which issuer is missing can be told')
})

t.test('certificateOf() tells authorities and self-signed certificates', async (t) => {
  t.match(certificateOf(peerOf(root.cert)), { ca: true, selfSigned: true })
  t.match(certificateOf(peerOf(middle.cert)), { ca: true, selfSigned: false })
  t.match(certificateOf(peerOf(selfSigned({ names: ['DNS:a.test'] }).cert)), { ca: false, selfSigned: true })
})

t.test('certificateOf() takes a certificate that has nothing but alternative names', async (t) => {
  t.match(factsOf({ subject: {}, names: ['DNS:a.test'] }), { subject: '', names: ['DNS:a.test'], selfSigned: false })
  t.match(factsOf({ subject: {} }), { subject: '', names: [] })
})

t.test('certificateOf() cleans and cuts what a peer wrote', async (t) => {
  const facts = factsOf({
    subject: { CN: `red\u001b[31m\n${'x'.repeat(500)}` },
    names: Array.from({ length: 150 }, (_, index) => `DNS:${index}.a.test`),
    crl: `http://crl.test/\u0007${'y'.repeat(500)}`,
  })
  t.equal(facts.subject.length, 256)
  t.notMatch(JSON.stringify(facts), /\\u001b|\\n|\\u0007/)
  t.equal(facts.names.length, 100)
  t.equal(facts.urls[0]?.length, 256)
})

t.test('certificateOf() never throws on junk in the DER', async (t) => {
  const peer = peerOf(middle.issue({ names: ['DNS:a.test'], ocsp: 'http://ocsp.test/' }).cert)
  fc.assert(
    fc.property(fc.nat(peer.raw.length - 1), fc.nat(255), (at, value) => {
      const raw = Buffer.from(peer.raw)
      raw[at] = value
      return typeof certificateOf({ ...peer, raw }).fingerprint === 'string'
    }),
  )
  t.match(certificateOf({ ...peer, raw: Buffer.alloc(0), valid_to: 'Bad time value' }), {
    notAfter: 'Bad time value',
    urls: [],
  })
})

t.test('chainOf() keeps what was sent: issuers that this machine added are left out', async (t) => {
  const own = certificateOf(peerOf(root.cert)).fingerprint
  const top = peerOf(root.cert)
  top.issuerCertificate = top
  const leaf = peerOf(middle.issue({ names: ['DNS:a.test'] }).cert)
  leaf.issuerCertificate = { ...peerOf(middle.cert), issuerCertificate: top }
  const subjects = (isLocal: (fingerprint: string) => boolean) =>
    chainOf(leaf, isLocal).map(({ subject }) => subject.replace(/,.*/, ''))
  t.same(
    subjects((fingerprint) => fingerprint === own),
    ['CN=a.test', 'CN=Test intermediate'],
  )
  t.same(
    subjects(() => false),
    ['CN=a.test', 'CN=Test intermediate', 'CN=Test root'],
  )
})

t.test('chainOf() keeps a certificate that is trusted by itself', async (t) => {
  const pinned = selfSigned({ names: ['DNS:a.test'] })
  t.equal(chainOf(peerOf(pinned.cert), () => true).length, 1)
})

t.test('chainOf() has nothing of no certificate, and ends a ring', async (t) => {
  t.same(
    chainOf(null, () => false),
    [],
  )
  t.same(
    chainOf({} as Linked, () => false),
    [],
  )
  const one = peerOf(middle.cert)
  const other = { ...peerOf(root.cert), issuerCertificate: one }
  one.issuerCertificate = other
  t.equal(chainOf(one, () => false).length, 10)
})
