/** Rules on answers to requests: who gave them, and what they say. */
import type { HttpFacts } from '../../probes/observation.ts'
import { decoysAround } from './proof.ts'
import { registrable } from './names.ts'
import type { Candidate, Rule, RuleGroup } from './rule.ts'
import { findDenial, findSignature } from './signatures.ts'
import { interceptorOf, isAuthenticated, wantsClientCertificate } from './trust.ts'
import { faultIn, httpOf, isForwarded, nameOf, peerOf, tlsOf, type View } from './view.ts'
import { printable, secondsText } from './text.ts'

/** An answer that somebody other than the service may have given: without TLS, through an interceptor, or untrusted. */
const unauthenticated = (view: View): HttpFacts | null => (isAuthenticated(view) ? null : httpOf(view))

/** A rule on a product's own answer. */
const bySignature = (
  name: Candidate['cause'],
  kinds: readonly string[],
  say: (view: View, vendor: string, status: number) => string,
): Rule => ({
  name,
  judge: (view) => {
    const http = unauthenticated(view)
    const signature = http === null ? null : findSignature(view.context.knowledge, http)
    if (signature === null || !kinds.includes(signature.kind)) return null
    return {
      cause: name,
      confidence: 'proven',
      says: say(view, signature.vendor, http?.status ?? 0),
      remedy: { who: signature.vendor },
      ...(view.evidence.endpoint.expect.reachable === false && { confirm: true }),
    }
  },
})

const firewallDeny = bySignature(
  'http-firewall-deny',
  ['firewall'],
  (view, vendor, status) =>
    `${vendor} answered in place of ${nameOf(view)}: status ${status} and its own denial as the body.`,
)

const blockPage = bySignature(
  'http-block-page',
  ['filter', 'proxy'],
  (view, vendor, status) =>
    `The answer for ${nameOf(view)} is the block page of ${vendor} (status ${status}), not the service's.`,
)

const portal = bySignature(
  'http-captive-portal',
  ['portal'],
  (view) => `The answer for ${nameOf(view)} is the login page of a captive portal.`,
)

const NETWORK_AUTHENTICATION_REQUIRED = 511

/** Where an answer sends the client: the Location of a redirect, or a Refresh header. */
const destinationOf = ({ status = 0, headers }: HttpFacts): string | null => {
  const url =
    status >= 300 && status < 400 ? headers?.['location'] : /url=['"]?(.+)/i.exec(headers?.['refresh'] ?? '')?.[1]
  return /^(?:https?:)?\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^/:?#]+)/i.exec(url ?? '')?.[1] ?? null
}

const captivePortal: Rule = {
  name: 'http-captive-portal',
  judge: (view) => {
    const http = unauthenticated(view)
    if (http === null) return null
    const { host, expect } = view.evidence.endpoint
    if (http.status === NETWORK_AUTHENTICATION_REQUIRED)
      return {
        cause: 'http-captive-portal',
        confidence: 'proven',
        says: `The network wants somebody to log in first: ${nameOf(view)} was answered with status 511.`,
      }
    const to = tlsOf(view) === null ? destinationOf(http) : null
    const allowed = [host, ...(expect.redirects ?? [])].map(registrable)
    if (to === null || allowed.includes(registrable(to))) return null
    return {
      cause: 'http-captive-portal',
      confidence: 'likely',
      says: `The plain HTTP request to ${nameOf(view)} is redirected to ${to}, which is not the service's.`,
      remedy: { who: to },
    }
  },
}

/** A body without what differs from request to request: the host asked for, numbers and ids. */
const shapeOf = ({ status, headers, body = '' }: HttpFacts, host: string): string =>
  [
    status,
    headers?.['server'] ?? '',
    headers?.['content-type'] ?? '',
    body.replaceAll(host, 'HOST').replace(/[0-9a-f]*\d[0-9a-f]*/gi, '#'),
  ].join('\n')

const sameAsForNobody: Rule = {
  name: 'http-block-page',
  judge: (view) => {
    const http = unauthenticated(view)
    const { host, port } = view.evidence.endpoint
    if (http?.status === undefined || view.observation.via !== null) return null
    const decoy = decoysAround(view).find((one) => {
      if (one.port !== port || one.observation === null) return false
      const answer = one.observation.steps.find(({ phase }) => phase === 'request')?.facts
      return answer !== undefined && 'method' in answer && shapeOf(answer, one.host) === shapeOf(http, host)
    })
    if (decoy === undefined) return null
    return {
      cause: 'http-block-page',
      confidence: 'proven',
      says: `The answer for ${nameOf(view)} (status ${http.status}) is the one that a device on the way also gives for ${decoy.host} at ${decoy.address}, where nothing exists.`,
    }
  },
}

const serviceDenied: Rule = {
  name: 'http-service-denied',
  judge: (view) => {
    const http = isAuthenticated(view) ? httpOf(view) : null
    const denial = http === null ? null : findDenial(view.context.knowledge, http)
    if (http === null || denial === null) return null
    const egress = denial.egress?.exec(http.body ?? '')?.[1]
    const privately = view.observation.address !== null && view.context.trustedAt.has(view.observation.address)
    return {
      cause: 'http-service-denied',
      confidence: 'proven',
      says: `${denial.service} itself answered ${nameOf(view)} with status ${http.status ?? 0}: its networking settings refuse this client${egress === undefined ? '' : `, which it sees as ${egress}`}.`,
      remedy: { who: `${denial.service}'s`, ...(privately && besidesOf(view)) },
    }
  },
}

/** With a private answer of DNS here, a refusal of the public kind shows that whoever connects for us resolves on their own. */
const besidesOf = (view: View): { besides?: string } => {
  const { address, via } = view.observation
  const isPrivateHere = address !== null && /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address)
  if (via === null && !isPrivateHere) return {}
  return {
    besides:
      'the proxy or firewall resolves the name on its own and publicly, so link the private DNS zone to its network too',
  }
}

const isPlainRequest = (view: View): boolean => view.evidence.endpoint.probe !== 'websocket'

const unexpected: Rule = {
  name: 'http-unexpected',
  judge: (view) => {
    const status = httpOf(view)?.status
    const { expect } = view.evidence.endpoint
    if (status === undefined || !isPlainRequest(view)) return null
    const proxyAsks = status === 407
    if (!proxyAsks && (expect.status === undefined || expect.status.includes(status))) return null
    return {
      cause: 'http-unexpected',
      confidence: 'proven',
      says: `${nameOf(view)} answered with status ${status}${expect.status === undefined ? ', which only a proxy gives' : `, and the requirement allows ${expect.status.join(', ')}`}.`,
      remedy: { who: `with status ${status}` },
    }
  },
}

const serverError: Rule = {
  name: 'http-server-error',
  judge: (view) => {
    const status = httpOf(view)?.status ?? 0
    if (status < 500 || !isPlainRequest(view) || isForwarded(view)) return null
    if (view.evidence.endpoint.expect.status?.includes(status)) return null
    return {
      cause: 'http-server-error',
      confidence: isAuthenticated(view) ? 'proven' : 'likely',
      says: `${nameOf(view)} was reached and answered with status ${status}, an error of its own.`,
      remedy: { who: `${status}` },
    }
  },
}

/** A request without an answer, by how it ended. */
const onFault = (
  name: Candidate['cause'],
  applies: (view: View) => boolean,
  say: (view: View) => Pick<Candidate, 'says' | 'remedy'>,
): Rule => ({
  name,
  judge: (view) => {
    if (httpOf(view) === null || faultIn(view, 'request') === null) return null
    if (wantsClientCertificate(view) || isForwarded(view)) return null
    return applies(view) ? { cause: name, confidence: 'proven', confirm: true, ...say(view) } : null
  },
})

const noResponse = onFault(
  'http-no-response',
  (view) => faultIn(view, 'request')?.kind === 'timeout',
  (view) => ({
    says: `The request to ${nameOf(view)} was sent over a complete connection, and no answer came within ${secondsText(view.failure?.durationSeconds ?? 0)}${(httpOf(view)?.bytesRead ?? 0) > 0 ? ', only a piece of one' : ''}.`,
  }),
)

const closed = onFault(
  'http-closed',
  (view) => ['closed', 'reset', 'alert'].includes(faultIn(view, 'request')?.kind ?? ''),
  (view) => ({
    says: `${peerOf(view)} ${faultIn(view, 'request')?.kind === 'reset' ? 'reset' : 'closed'} the connection in answer to the request for ${view.evidence.endpoint.host}${(httpOf(view)?.bytesRead ?? 0) > 0 ? ', after a piece of an answer' : ''}.`,
  }),
)

const malformed = onFault(
  'http-malformed',
  (view) => faultIn(view, 'request')?.kind === 'malformed' && httpOf(view)?.status === undefined,
  (view) => {
    const text = `"${printable(httpOf(view)?.firstBytes ?? '')}"`
    return { says: `${peerOf(view)} answers the request with ${text}, which is not HTTP.`, remedy: { who: text } }
  },
)

/** Whether somebody in between can read and change HTTP: no TLS, an interceptor, or a proxy that forwards plain http. */
export const isReadable = (view: View): boolean => {
  const facts = tlsOf(view)
  return facts === null || interceptorOf(facts, view.evidence.endpoint, view.context) !== null
}

/** Rules on an answer of which at most one applies; those of websockets follow. */
export const answerRules: RuleGroup = [
  firewallDeny,
  blockPage,
  portal,
  captivePortal,
  sameAsForNobody,
  serviceDenied,
  unexpected,
  serverError,
]
export const requestRules: readonly RuleGroup[] = [[noResponse, closed, malformed]]
