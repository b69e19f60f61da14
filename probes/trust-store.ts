import { createHash } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Certificate } from './observation.ts'
import type { TrustStore } from './probe.ts'

/** One segment, as the workload's own clients send it. Node's default adds ML-KEM and needs two. */
const SMALL_HELLO_GROUPS = 'X25519:P-256:P-384'

/** Chains kept; a run has some hundreds. */
const CHAINS = 2000

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----/g

/** The certificates in a PEM text, one text each; whatever stands between them is left out. */
export const certificatesIn = (pem: string): string[] => pem.match(CERTIFICATE) ?? []

/**
 * A trust store from PEM certificates. Nothing is loaded before it is needed, and then once.
 * @param load returns the certificates, one PEM text each
 */
export const trustStore = (name: string, load: () => readonly string[]): TrustStore => {
  const certificates = once(() => [...load()])
  const small = once(() => createSecureContext({ ca: certificates(), ecdhCurve: SMALL_HELLO_GROUPS }))
  const large = once(() => createSecureContext({ ca: certificates() }))
  const fingerprints = once(() => new Set(certificates().map(fingerprintOf)))
  const chains = new Map<string, readonly Certificate[]>()
  return {
    name,
    context: (hello): SecureContext => (hello === 'small' ? small() : large()),
    holds: (fingerprint) => fingerprints().has(fingerprint),
    chainWith: (leaf, read) => {
      const known = chains.get(leaf)
      if (known !== undefined) return known
      if (chains.size >= CHAINS) chains.clear()
      const chain = read()
      chains.set(leaf, chain)
      return chain
    },
  }
}

const fingerprintOf = (pem: string): string =>
  createHash('sha256')
    .update(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'))
    .digest('hex')

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
