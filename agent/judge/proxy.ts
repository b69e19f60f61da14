/** Rules on the proxy of the settings: with one, `resolve` and `connect` are about the proxy. */
import type { ProxyFacts } from '../../probes/observation.ts'
import type { Answer } from './signatures.ts'
import { findSignature } from './signatures.ts'
import type { Candidate, Rule, RuleGroup } from './rule.ts'
import { faultIn, httpOf, isForwarded, nameOf, type View } from './view.ts'

const AUTHENTICATION_REQUIRED = 407
const BAD_GATEWAYS = [500, 502, 503, 504]

/** What the proxy itself answered: to CONNECT, or in the service's place where it forwards plain http. */
const proxyAnswer = (view: View): Answer | null => {
  const { via } = view.observation
  if (via === null) return null
  const facts: ProxyFacts | undefined = view.steps.proxy?.facts
  if (faultIn(view, 'proxy') !== null) return facts?.status === undefined ? null : facts
  const http = isForwarded(view) ? httpOf(view) : null
  return http !== null && isProxysOwn(view, http) ? http : null
}

/**
 * Whether a forwarding proxy made the answer itself. 407 is always its own; so is what carries a signature or names an error of
 * the proxy. A gateway error, or a refusal that nobody forwarded (no Via), is taken for its own, because it isn't shown to be
 * the service's.
 */
const isProxysOwn = (view: View, { status = 0, headers, body }: Answer): boolean =>
  status === AUTHENTICATION_REQUIRED ||
  findSignature(view.context.knowledge, {
    status,
    ...(headers && { headers }),
    ...(body !== undefined && { body }),
  }) !== null ||
  (headers?.['proxy-status'] ?? '').includes('error=') ||
  BAD_GATEWAYS.slice(1).includes(status) ||
  (status === 403 && headers?.['via'] === undefined)

/** That the other way works is a remedy. */
const besides = (view: View): Pick<Candidate, 'remedy'> =>
  view.context.direct.get(nameOf(view)) === true
    ? { remedy: { besides: 'without the proxy it works, so an exemption in NO_PROXY is another way' } }
    : {}

/** A rule on what a step about the proxy ended with. */
const onPhase = (
  name: Candidate['cause'],
  phase: 'resolve' | 'connect',
  say: (view: View, proxy: string) => string,
): Rule => ({
  name,
  judge: (view) => {
    const { via } = view.observation
    const fault = faultIn(view, phase)
    if (via === null || fault === null || fault.kind === 'aborted' || fault.kind === 'bug') return null
    return { cause: name, confidence: 'proven', says: say(view, via), ...besides(view) }
  },
})

const unresolved = onPhase(
  'proxy-unresolved',
  'resolve',
  (view, proxy) => `The name of the proxy ${proxy} has no address, so ${nameOf(view)} was not even asked for.`,
)

const HOW: Readonly<Record<string, string>> = { ECONNREFUSED: 'refuses the connection', ETIMEDOUT: 'does not answer' }

const unreachable = onPhase('proxy-unreachable', 'connect', (view, proxy) => {
  const fault = faultIn(view, 'connect')
  const how = fault?.kind === 'timeout' ? 'does not answer' : (HOW[fault?.code ?? ''] ?? 'cannot be reached')
  return `The proxy ${proxy} of this machine's settings ${how}, so ${nameOf(view)} was not even asked for.`
})

const tlsUnreachable: Rule = {
  name: 'proxy-unreachable',
  judge: (view) => {
    const { via } = view.observation
    const step = view.steps.proxy
    if (via === null || step === undefined || step.ok || step.facts?.status !== undefined) return null
    if (!['certificate', 'tls', 'alert'].includes(step.fault.kind)) return null
    return {
      cause: 'proxy-unreachable',
      confidence: 'proven',
      says: `The TLS handshake with the proxy ${via} itself fails (${step.fault.code ?? step.fault.kind}).`,
      ...besides(view),
    }
  },
}

/** A rule on the status that the proxy answered with. */
const onStatus = (
  name: Candidate['cause'],
  applies: (status: number) => boolean,
  say: (view: View, answer: Answer, product: string) => string,
  confirm = false,
): Rule => ({
  name,
  judge: (view) => {
    const answer = proxyAnswer(view)
    if (answer?.status === undefined || !applies(answer.status)) return null
    const product = findSignature(view.context.knowledge, answer)?.vendor
    return {
      cause: name,
      confidence:
        view.steps.proxy === undefined && product === undefined && answer.status !== 407 ? 'likely' : 'proven',
      says: say(view, answer, product === undefined ? '' : ` (${product})`),
      ...(confirm && { confirm: true }),
      ...besides(view),
    }
  },
})

const authRequired = onStatus(
  'proxy-auth-required',
  (status) => status === AUTHENTICATION_REQUIRED,
  (view, { headers }) => {
    const schemes = (headers?.['proxy-authenticate'] ?? '')
      .split(',')
      .map((offer) => offer.trim().split(' ')[0] ?? '')
      .filter((scheme) => /^[A-Za-z]+$/.test(scheme))
    return `The proxy ${view.observation.via ?? ''} wants credentials for ${nameOf(view)} (407${schemes.length > 0 ? `, offers ${[...new Set(schemes)].join(', ')}` : ''}).`
  },
)

const denied = onStatus(
  'proxy-denied',
  (status) => !BAD_GATEWAYS.includes(status) && status !== AUTHENTICATION_REQUIRED,
  (view, { status }, product) =>
    `The proxy ${view.observation.via ?? ''}${product} refuses ${nameOf(view)} with status ${status ?? 0}.`,
)

const badGateway = onStatus(
  'proxy-bad-gateway',
  (status) => BAD_GATEWAYS.includes(status),
  (view, { status, headers }, product) => {
    const reason = headers?.['x-squid-error'] ?? headers?.['proxy-status']
    return `The proxy ${view.observation.via ?? ''}${product} could not reach ${nameOf(view)} and answered ${status ?? 0}${reason === undefined ? '' : ` (${reason})`}.`
  },
  true,
)

const noResponse: Rule = {
  name: 'proxy-no-response',
  judge: (view) => {
    const fault = faultIn(view, 'proxy') ?? (isForwarded(view) ? faultIn(view, 'request') : null)
    if (fault === null || !['timeout', 'closed', 'reset'].includes(fault.kind)) return null
    return {
      cause: 'proxy-no-response',
      confidence: 'proven',
      says: `The proxy ${view.observation.via ?? ''} took the request for ${nameOf(view)} and ${fault.kind === 'timeout' ? 'gave no answer' : 'closed the connection without an answer'}.`,
      confirm: true,
      ...besides(view),
    }
  },
}

const notProxy: Rule = {
  name: 'protocol-mismatch',
  judge: (view) => {
    if (faultIn(view, 'proxy')?.kind !== 'malformed') return null
    return {
      cause: 'protocol-mismatch',
      layer: 'proxy',
      confidence: 'proven',
      says: `What answers at ${view.observation.via ?? ''} does not speak HTTP, so it is no proxy.`,
      remedy: { who: 'the proxy setting names a server that is no proxy' },
    }
  },
}

export const proxyRules: readonly RuleGroup[] = [
  [unresolved, unreachable, tlsUnreachable, authRequired, badGateway, denied, noResponse, notProxy],
]
