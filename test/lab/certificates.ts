/**
 * Certificates of every kind, right and wrong, in a millisecond each: `openssl ca` needs a database, a configuration file and
 * twenty times as long, and an interceptor mints one for each name it sees.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, createPrivateKey, type KeyObject } from 'node:crypto'

/** A certificate with its key, PEM. */
export type Issued = { readonly cert: string; readonly key: string }
/** A certificate that issues others: `chain` is what a server sends after its leaf, the root left out. */
export type Authority = Issued & { readonly name: string; readonly keyId: string; readonly chain: string }

/** What to put into a certificate; the defaults make one that nobody objects to. */
export type Wish = {
  readonly name: string
  /** Subject alternative names: DNS names and addresses. */
  readonly names?: readonly string[]
  readonly ca?: boolean
  /** Validity relative to now, days. */
  readonly fromDays?: number
  readonly untilDays?: number
}

const DAY = 86_400_000

// ---- DER (X.690): just enough for X.509

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const size = content.length.toString(16)
  const bytes = Buffer.from(size.padStart(size.length + (size.length % 2), '0'), 'hex')
  const length = content.length < 0x80 ? [content.length] : [0x80 + bytes.length, ...bytes]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts)
const octets = (content: Uint8Array) => tlv(0x04, content)
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'))
const utf8 = (text: string) => tlv(0x0c, Buffer.from(text))
const yes = tlv(0x01, Buffer.from([0xff]))

const COMMON_NAME = '550403'
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'))
const SUBJECT_KEY_ID = '551d0e'
const KEY_USAGE = '551d0f'
const ALTERNATIVE_NAMES = '551d11'
const BASIC_CONSTRAINTS = '551d13'
const AUTHORITY_KEY_ID = '551d23'

const distinguishedName = (name: string) => sequence(tlv(0x31, sequence(oid(COMMON_NAME), utf8(name))))
/** GeneralizedTime (RFC 5280, 4.1.2.5.2). */
const time = (at: number) => tlv(0x18, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}Z`))
const extension = (id: string, value: Uint8Array, critical = false) =>
  sequence(oid(id), ...(critical ? [yes] : []), octets(value))

const addressBytes = (address: string) => Buffer.from(address.split('.').map(Number))
const alternativeName = (name: string) =>
  /^[\d.]+$/.test(name) ? tlv(0x87, addressBytes(name)) : tlv(0x82, Buffer.from(name))

const pem = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`

const keyIdOf = (publicKey: Uint8Array) => createHash('sha1').update(publicKey).digest('hex')

type Signer = { readonly name: string; readonly key: KeyObject; readonly keyId: string }

const issue = (wish: Wish, issuer?: Signer): Issued & { readonly keyId: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const keyId = keyIdOf(spki)
  const signer = issuer ?? { name: wish.name, key: privateKey, keyId }
  const extensions = [
    extension(SUBJECT_KEY_ID, octets(Buffer.from(keyId, 'hex'))),
    extension(AUTHORITY_KEY_ID, sequence(tlv(0x80, Buffer.from(signer.keyId, 'hex')))),
    extension(BASIC_CONSTRAINTS, sequence(...(wish.ca ? [yes] : [])), true),
    // keyCertSign and cRLSign, or digitalSignature
    extension(KEY_USAGE, tlv(0x03, Buffer.from(wish.ca ? [1, 0x06] : [7, 0x80])), true),
    ...(wish.names ? [extension(ALTERNATIVE_NAMES, sequence(...wish.names.map(alternativeName)))] : []),
  ]
  const now = Date.now()
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1]), randomBytes(15)),
    ECDSA_SHA256,
    distinguishedName(signer.name),
    sequence(time(now + (wish.fromDays ?? -30) * DAY), time(now + (wish.untilDays ?? 300) * DAY)),
    distinguishedName(wish.name),
    spki,
    tlv(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', body, signer.key)
  return {
    cert: pem(sequence(body, ECDSA_SHA256, tlv(0x03, Buffer.from([0]), signature))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    keyId,
  }
}

const signerOf = ({ name, key, keyId }: Authority): Signer => ({ name, key: createPrivateKey(key), keyId })

/** A root, or with `issuer` an intermediate. */
export const authority = (name: string, issuer?: Authority, wish: Partial<Wish> = {}): Authority => {
  const issued = issue({ untilDays: 3650, ...wish, name, ca: true }, issuer && signerOf(issuer))
  return { ...issued, name, chain: issuer ? issued.cert + issuer.chain : '' }
}

/** A server's certificate; `cert` is the whole chain that it should send. Without issuer: self-signed. */
export const leaf = (wish: Wish, issuer?: Authority): Issued => {
  const { cert, key } = issue(wish, issuer && signerOf(issuer))
  return { cert: cert + (issuer?.chain ?? ''), key }
}
