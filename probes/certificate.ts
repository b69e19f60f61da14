import type { PeerCertificate } from 'node:tls'
import { elementsOf } from './der.ts'
import { cleanText } from './evidence.ts'
import type { Certificate } from './observation.ts'

/** Limits of what a peer can make us write down. */
const CHAIN = 10
const NAME_LENGTH = 256
const NAMES = 100
const URLS = 8

/** Node's certificate with its issuer. */
type Linked = PeerCertificate & { issuerCertificate?: Linked }

/**
 * The facts of a chain as Node hands it over: leaf first, at most 10.
 *
 * Node follows issuers into the local store and appends them; they are told from what the server sent by `isLocal`. So a root
 * that the server sent although this machine has it is left out too, which no client needs.
 * @param leaf null from a closed socket, an empty object where no certificate came
 */
export const chainOf = (leaf: Linked | null, isLocal: (fingerprint: string) => boolean): Certificate[] => {
  const chain: Certificate[] = []
  let next: Linked | undefined = leaf ?? undefined
  while (next !== undefined && 'raw' in next && chain.length < CHAIN) {
    if (chain.length > 0 && isLocal(fingerprintOf(next))) break
    chain.push(certificateOf(next))
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate
  }
  return chain
}

const fingerprintOf = ({ fingerprint256 }: PeerCertificate): string => fingerprint256.replaceAll(':', '').toLowerCase()

/** Node's certificate as facts. Everything in it is the peer's text: cleaned, cut, and never trusted to be there. */
export const certificateOf = (peer: PeerCertificate): Certificate => {
  const subject = distinguishedName(peer.subject)
  const issuer = distinguishedName(peer.issuer)
  const { keyId, authorityKeyId, urls } = extensionsOf(peer.raw)
  const sameKey = keyId === undefined || authorityKeyId === undefined || keyId === authorityKeyId
  return {
    subject: cleanText(subject, NAME_LENGTH),
    issuer: cleanText(issuer, NAME_LENGTH),
    names: alternativeNames(peer.subjectaltname ?? ''),
    serial: peer.serialNumber.slice(0, 64),
    fingerprint: fingerprintOf(peer),
    notBefore: isoDate(peer.valid_from),
    notAfter: isoDate(peer.valid_to),
    ca: peer.ca,
    selfSigned: subject === issuer && sameKey,
    ...(keyId !== undefined && { keyId }),
    ...(authorityKeyId !== undefined && { authorityKeyId }),
    urls,
  }
}

/** Most specific part first, as in RFC 4514; empty where the certificate has none. Node's object has the certificate's order, several values of a key as a list. */
const distinguishedName = (name: object | null | undefined): string =>
  Object.entries((name ?? {}) as Record<string, string | string[]>)
    .flatMap(([key, value]) => [value].flat().map((text) => `${key}=${text}`))
    .reverse()
    .join(', ')

/** `DNS:a.test, IP Address:192.0.2.1`; a value with odd characters stands in quotes. */
const alternativeNames = (text: string): string[] =>
  (text.slice(0, NAMES * NAME_LENGTH).match(/(?:[^,"]|"(?:\\.|[^"\\])*")+/g) ?? [])
    .slice(0, NAMES)
    .map((name) => cleanText(name.trim().replace(/^IP Address:/, 'IP:'), NAME_LENGTH))

/** `Nov 23 13:30:06 2026 GMT` as ISO 8601; what is no date stays as it is. */
const isoDate = (text: string): string => {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? cleanText(text, 64) : date.toISOString()
}

// ---- extensions (RFC 5280, section 4.2)

const SUBJECT_KEY_ID = '551d0e'
const AUTHORITY_KEY_ID = '551d23'
const CRL_DISTRIBUTION_POINTS = '551d1f'
const AUTHORITY_INFO_ACCESS = '2b06010505070101'

type Extensions = { keyId?: string; authorityKeyId?: string; urls: string[] }

const extensionsOf = (der: Buffer): Extensions => {
  const found: Extensions = { urls: [] }
  const toBeSigned = child(child(der, 0x30), 0x30)
  for (const { content } of elementsOf(child(child(toBeSigned, 0xa3), 0x30))) {
    const [id, ...rest] = elementsOf(content)
    const value = rest.at(-1)?.content ?? Buffer.alloc(0)
    const kind = id?.content.toString('hex')
    if (kind === SUBJECT_KEY_ID) found.keyId = hex(child(value, 0x04))
    if (kind === AUTHORITY_KEY_ID) found.authorityKeyId = hex(child(child(value, 0x30), 0x80))
    if (kind === CRL_DISTRIBUTION_POINTS || kind === AUTHORITY_INFO_ACCESS) found.urls.push(...urlsIn(value))
  }
  return { ...found, urls: found.urls.slice(0, URLS) }
}

const child = (bytes: Buffer, tag: number): Buffer =>
  elementsOf(bytes).find((element) => element.tag === tag)?.content ?? Buffer.alloc(0)

const hex = (bytes: Buffer): string => bytes.subarray(0, 64).toString('hex')

const URI = 0x86
const CONSTRUCTED = 0x20

/** URIs (GeneralName, context tag 6) anywhere within; the structures around them are at most four levels deep. */
const urlsIn = (bytes: Buffer, depth = 4): string[] =>
  elementsOf(bytes).flatMap(({ tag, content }) => {
    if (tag === URI) return [cleanText(content.toString('latin1'), NAME_LENGTH)]
    return depth > 0 && (tag & CONSTRUCTED) !== 0 ? urlsIn(content, depth - 1) : []
  })
