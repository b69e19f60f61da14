/**
 * Certificates made in memory in about a millisecond each, for servers that stand in for real ones: EC keys, our own DER, no
 * openssl needed.
 *
 *   const root = authority('Some root')                            a self-signed CA
 *   const middle = root.authority('Some intermediate')             a CA signed by it
 *   const leaf = middle.issue({ names: ['DNS:a.test'] })           { key, cert, chain }: PEM, for tls.createServer
 *   root.issue({ names: ['IP:127.0.0.1'], notAfter: '2020-01-01' })  expired; notBefore: '2099-01-01' is not yet valid
 *   selfSigned({ names: ['DNS:a.test'] })
 *
 * `chain` is what a proper server sends: the leaf and its intermediates, without the root.
 */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { oid, sequence, time, tlv } from './der.ts'

/** What stands in a certificate. Names as in subjectAltName: `DNS:a.test`, `IP:127.0.0.1`. */
export type Wanted = {
  readonly subject?: Readonly<Record<string, string>>
  readonly names?: readonly string[]
  readonly notBefore?: string
  readonly notAfter?: string
  readonly ca?: boolean
  readonly ocsp?: string
  readonly issuerUrl?: string
  readonly crl?: string
}

/** A server's key and certificates, PEM. */
export type Identity = { readonly key: string; readonly cert: string; readonly chain: string }

/** Who signs; its `cert` is what a client must trust. */
export type Authority = {
  readonly key: string
  readonly cert: string
  readonly issue: (wanted: Wanted) => Identity
  readonly authority: (commonName: string) => Authority
}

const ORGANISATION = 'connprobe tests'

/** A root of one's own. */
export const authority = (commonName: string): Authority => {
  const subject = { O: ORGANISATION, CN: commonName }
  const keys = newKeys()
  return asAuthority(subject, keys, make({ subject, ca: true }, keys, subject, keys), '')
}

/** A certificate that nobody vouches for but itself. */
export const selfSigned = (wanted: Wanted): Identity => {
  const keys = newKeys()
  const cert = make(wanted, keys, subjectOf(wanted), keys)
  return { key: pemOfKey(keys), cert, chain: cert }
}

type Keys = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }

const newKeys = (): Keys => generateKeyPairSync('ec', { namedCurve: 'P-256' })

const pemOfKey = (keys: Keys): string => keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const subjectOf = ({ subject, names }: Wanted): Readonly<Record<string, string>> =>
  subject ?? { O: ORGANISATION, CN: names?.[0]?.replace(/^\w+:/, '') ?? 'nameless' }

/** @param above the intermediates that a server sends after a certificate of this authority's own */
const asAuthority = (
  subject: Readonly<Record<string, string>>,
  keys: Keys,
  cert: string,
  above: string,
): Authority => ({
  key: pemOfKey(keys),
  cert,
  issue: (wanted) => {
    const own = newKeys()
    const leaf = make(wanted, own, subject, keys)
    return { key: pemOfKey(own), cert: leaf, chain: leaf + above }
  },
  authority: (commonName) => {
    const own = newKeys()
    const name = { O: ORGANISATION, CN: commonName }
    const made = make({ subject: name, ca: true }, own, subject, keys)
    return asAuthority(name, own, made, made + above)
  },
})

// ---- X.509 (RFC 5280, section 4.1)

/** Validity where nothing else is wanted: no test is about these dates. */
const FROM = '2025-01-01'
const UNTIL = '2125-01-01'

const make = (wanted: Wanted, keys: Keys, issuer: Readonly<Record<string, string>>, signer: Keys): string => {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const from = new Date(wanted.notBefore ?? FROM)
  const until = new Date(wanted.notAfter ?? UNTIL)
  const spki = keys.publicKey.export({ type: 'spki', format: 'der' })
  const tbs = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([0x01]), createHash('sha256').update(spki).digest().subarray(0, 8)])),
    algorithm,
    name(issuer),
    sequence(time(from), time(until)),
    name(subjectOf(wanted)),
    spki,
    tlv(0xa3, sequence(...extensions(wanted, keyIdOf(keys), keyIdOf(signer)))),
  )
  const signature = sign('sha256', tbs, signer.privateKey)
  const der = sequence(tbs, algorithm, tlv(0x03, Buffer.from([0]), signature))
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`
}

const keyIdOf = (keys: Keys): Buffer =>
  createHash('sha1')
    .update(keys.publicKey.export({ type: 'spki', format: 'der' }))
    .digest()

const extensions = (wanted: Wanted, keyId: Buffer, authorityKeyId: Buffer): Buffer[] => {
  const url = (text: string) => tlv(0x86, Buffer.from(text))
  const access = [
    ...(wanted.ocsp === undefined ? [] : [sequence(oid('1.3.6.1.5.5.7.48.1'), url(wanted.ocsp))]),
    ...(wanted.issuerUrl === undefined ? [] : [sequence(oid('1.3.6.1.5.5.7.48.2'), url(wanted.issuerUrl))]),
  ]
  return [
    extension('2.5.29.19', sequence(...(wanted.ca === true ? [tlv(0x01, Buffer.from([0xff]))] : []))),
    extension('2.5.29.14', tlv(0x04, keyId)),
    extension('2.5.29.35', sequence(tlv(0x80, authorityKeyId))),
    ...(wanted.names === undefined ? [] : [extension('2.5.29.17', sequence(...wanted.names.map(alternativeName)))]),
    ...(access.length === 0 ? [] : [extension('1.3.6.1.5.5.7.1.1', sequence(...access))]),
    ...(wanted.crl === undefined
      ? []
      : [extension('2.5.29.31', sequence(sequence(tlv(0xa0, tlv(0xa0, url(wanted.crl))))))]),
  ]
}

const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), tlv(0x04, value))

const alternativeName = (text: string): Buffer =>
  text.startsWith('IP:')
    ? tlv(0x87, Buffer.from(text.slice(3).split('.').map(Number)))
    : tlv(0x82, Buffer.from(text.replace(/^DNS:/, '')))

const ATTRIBUTES: Readonly<Record<string, string>> = { CN: '2.5.4.3', C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11' }

const name = (attributes: Readonly<Record<string, string>>): Buffer =>
  sequence(
    ...Object.entries(attributes).map(([key, value]) =>
      tlv(0x31, sequence(oid(ATTRIBUTES[key] ?? key), tlv(0x0c, Buffer.from(value)))),
    ),
  )
