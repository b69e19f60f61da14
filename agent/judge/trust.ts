import type { Certificate, TlsFacts } from '../../probes/observation.ts'
import type { Endpoint } from '../model.ts'
import type { Context } from './context.ts'
import { registrable } from './names.ts'
import { tlsOf, type View } from './view.ts'

/** Verification results that speak of the name or of dates: the chain itself was accepted, or may have been. */
const NOT_OF_THE_CHAIN = new Set(['ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])

/** Which store accepts a chain. Where a CA of its own is due (`expected`), only that counts. */
export const trustedBy = ({ trust }: TlsFacts): 'expected' | 'public' | 'system' | null => {
  const accepts = (store: string) => trust.some((one) => one.store === store && one.ok)
  if (trust.some(({ store }) => store === 'expected')) return accepts('expected') ? 'expected' : null
  return accepts('public') ? 'public' : accepts('system') ? 'system' : null
}

/**
 * Nothing that was asked accepts the chain, and a store of this machine that may do so gave no answer in time. Where a CA is due
 * (`expected`), and where name or dates are wrong, no other store would change anything.
 */
export const isTrustUnknown = (facts: TlsFacts): boolean =>
  (facts.unanswered ?? []).length > 0 &&
  trustedBy(facts) === null &&
  isPrivateChain(facts) &&
  facts.trust.every(({ store }) => store !== 'expected')

/** Why the store that counts refuses the chain: OpenSSL's verification result; null where it is accepted. */
export const refusalOf = ({ trust }: TlsFacts): string | null => {
  const one =
    trust.find(({ store }) => store === 'expected') ?? trust.find(({ store }) => store === 'public') ?? trust[0]
  return one === undefined || one.ok ? null : (one.error ?? 'refused')
}

/** Whether the chain leads to no public root, whatever else is wrong with it. */
export const isPrivateChain = (facts: TlsFacts): boolean => {
  const publicly = facts.trust.find(({ store }) => store === 'public')
  return publicly !== undefined && !publicly.ok && !NOT_OF_THE_CHAIN.has(publicly.error ?? '')
}

/** Name of the authority at the end of a chain, whether the server sent it or not. */
export const authorityOf = ({ chain }: TlsFacts): string | null => {
  const last = chain.at(-1)
  return last === undefined ? null : last.selfSigned ? last.subject : last.issuer
}

/** What tells two authorities of one name apart, as far as the chain shows it. */
export const authorityKey = (facts: TlsFacts): string | null => {
  const last = facts.chain.at(-1)
  const keyId = last?.selfSigned ? (last.keyId ?? last.authorityKeyId) : last?.authorityKeyId
  const name = authorityOf(facts)
  return name === null ? null : `${name}|${keyId ?? ''}`
}

/** The most telling part of a distinguished name, for a sentence. */
export const shortName = (distinguished: string): string =>
  /(?:^|, )CN=(.+?)(?:, [A-Z]+=|$)/.exec(distinguished)?.[1] ??
  /(?:^|, )O=(.+?)(?:, [A-Z]+=|$)/.exec(distinguished)?.[1] ??
  distinguished

/** Somebody who answers TLS in place of the service. */
export type Interceptor = {
  /** The CA's name, as in the certificate. */
  readonly ca: string
  /** The product, where the name is known. */
  readonly vendor: string | null
  /** Fingerprint of the CA's certificate where it was sent, else of the leaf's. */
  readonly fingerprint: string
}

/** Whether a requirement has a CA of its own or is about the inside of a cluster: a private chain is right there. */
const hasOwnAuthority = ({ expect, requirements }: Endpoint): boolean =>
  expect.ca !== undefined || requirements.some(({ direction }) => direction === 'in-cluster')

/**
 * Who intercepts: the chain leads to no public root, and the CA has the name of a product that does this or was seen on
 * unrelated hosts.
 */
export const interceptorOf = (facts: TlsFacts, endpoint: Endpoint, context: Context): Interceptor | null => {
  const publicly = facts.trust.find(({ store }) => store === 'public')
  const ca = authorityOf(facts)
  const leaf = facts.chain[0]
  if (ca === null || leaf === undefined || publicly === undefined || publicly.ok) return null
  if (publicly.error === 'ERR_TLS_CERT_ALTNAME_INVALID' || hasOwnAuthority(endpoint)) return null
  const vendor = vendorOf(facts.chain, context)
  const domains = context.privateAuthorities.get(authorityKey(facts) ?? '')
  const unrelated = new Set([...(domains ?? []), registrable(endpoint.host)]).size > 1
  if (vendor === null && !unrelated) return null
  return { ca: shortName(ca), vendor, fingerprint: (facts.chain.findLast(({ ca }) => ca) ?? leaf).fingerprint }
}

const vendorOf = (chain: readonly Certificate[], { knowledge }: Context): string | null => {
  const names = chain.flatMap(({ subject, issuer, ca }) => (ca ? [subject, issuer] : [issuer]))
  return knowledge.interceptors.find(({ name }) => names.some((one) => name.test(one)))?.vendor ?? null
}

/** The handshake proves that the service itself answers: trusted, and nobody in between. */
export const isAuthenticated = (view: View): boolean => {
  const facts = tlsOf(view)
  return (
    facts !== null && trustedBy(facts) !== null && interceptorOf(facts, view.evidence.endpoint, view.context) === null
  )
}

const CERTIFICATE_REQUIRED = 116
const HANDSHAKE_FAILURE = 40

/**
 * The service itself refused us for want of a client certificate: alert 116 after our Finished (TLS 1.3), or 40 after its own
 * trusted certificate (TLS 1.2).
 */
export const wantsClientCertificate = (view: View): boolean => {
  const { failure } = view
  if (failure?.fault.kind !== 'alert' || !isAuthenticated(view) || tlsOf(view)?.chain.length === 0) return false
  const { alert } = failure.fault
  return alert === CERTIFICATE_REQUIRED || (alert === HANDSHAKE_FAILURE && failure.phase === 'tls')
}
