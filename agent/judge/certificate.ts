/** Rules on certificates: the handshake was completed, and what was shown isn't to be trusted, or not for long. */
import type { Certificate, TlsFacts } from '../../probes/observation.ts'
import { unrelatedNameExperiment } from './endpoint-experiments.ts'
import type { Candidate, Rule, RuleGroup } from './rule.ts'
import { authorityOf, interceptorOf, isTrustUnknown, refusalOf, shortName, trustedBy } from './trust.ts'
import { nameOf, peerOf, tlsOf, type View } from './view.ts'
import { spanText } from './text.ts'

const DAY = 86_400

/** A completed handshake's facts, when nobody here trusts it. */
const untrusted = (view: View): { facts: TlsFacts; leaf: Certificate; refusal: string } | null => {
  const facts = tlsOf(view)
  const leaf = facts?.chain[0]
  if (facts === null || leaf === undefined || view.failure?.phase === 'tls' || trustedBy(facts) !== null) return null
  return { facts, leaf, refusal: refusalOf(facts) ?? '' }
}

/** Our time of the handshake by the servers' clocks where those are known, seconds since 1970. */
const trueTime = ({ observation, context }: View): number =>
  Date.parse(observation.startedAt) / 1000 - (context.clock?.aheadSeconds ?? 0)

const secondsOf = (date: string): number => Date.parse(date) / 1000

const isValidAt = (seconds: number, chain: readonly Certificate[]): boolean =>
  chain.every(({ notBefore, notAfter }) => secondsOf(notBefore) <= seconds && seconds <= secondsOf(notAfter))

/** A clock that is off: either it makes a valid certificate look wrong (`breaks`), or it will hurt tokens. */
const clockSkew = (breaks: boolean): Rule => ({
  name: 'clock-skew',
  judge: (view) => {
    const { clock, knowledge } = view.context
    const facts = tlsOf(view)
    if (clock === null || facts === null || facts.chain.length === 0) return null
    const { aheadSeconds, hosts } = clock
    if (Math.abs(aheadSeconds) <= knowledge.experiments.clockToleranceSeconds) return null
    const refused = untrusted(view)
    const dated = refused?.refusal === 'CERT_HAS_EXPIRED' || refused?.refusal === 'CERT_NOT_YET_VALID'
    const blocks = dated && isValidAt(trueTime(view), facts.chain)
    if (blocks !== breaks || (refused !== null && !blocks)) return null
    return {
      cause: 'clock-skew',
      verdict: blocks ? 'blocked' : 'degraded',
      confidence: 'proven',
      says: `This machine's clock is ${spanText(aheadSeconds)} ${aheadSeconds > 0 ? 'ahead' : 'behind'}, by the Date headers of ${hosts.length} servers${blocks ? `, so the valid certificate of ${nameOf(view)} looks ${aheadSeconds > 0 ? 'expired' : 'not valid yet'}` : ''}.`,
    }
  },
})

/** A store that had no time to answer refuses nothing: ask again. */
const trustUnknown: Rule = {
  name: 'deadline',
  judge: (view) => {
    const facts = tlsOf(view)
    if (facts === null || view.failure?.phase === 'tls' || !isTrustUnknown(facts)) return null
    return {
      cause: 'deadline',
      layer: 'tls',
      confidence: 'proven',
      says: `The certificate for ${nameOf(view)} is made by "${shortName(authorityOf(facts) ?? 'nobody')}", which is no public CA, and the time was up before it was known whether this machine trusts it.`,
      remedy: { who: '--timeout' },
      confirm: true,
    }
  },
}

const intercepted: Rule = {
  name: 'tls-intercepted',
  judge: (view) => {
    const facts = tlsOf(view)
    if (facts === null || view.failure?.phase === 'tls') return null
    const interceptor = interceptorOf(facts, view.evidence.endpoint, view.context)
    if (interceptor === null) return null
    const { ca, vendor, fingerprint } = interceptor
    const trusted = trustedBy(facts) !== null
    return {
      cause: 'tls-intercepted',
      verdict: trusted ? 'degraded' : 'blocked',
      confidence: 'proven',
      says: `The certificate for ${nameOf(view)} is not the service's own but made by "${ca}"${vendor === null ? ', which signs unrelated hosts here too' : ` (${vendor})`}, SHA-256 ${fingerprint.slice(0, 16)}${trusted ? '; this machine trusts it, other trust stores may not' : ''}.`,
      remedy: { who: ca },
    }
  },
}

/** A refused certificate by what OpenSSL says of it. */
const onRefusal = (
  name: Candidate['cause'],
  codes: readonly string[] | null,
  say: (
    view: View,
    found: { facts: TlsFacts; leaf: Certificate; refusal: string },
  ) => Partial<Candidate> & Pick<Candidate, 'says'>,
): Rule => ({
  name,
  judge: (view) => {
    const found = untrusted(view)
    if (found === null || (codes !== null && !codes.includes(found.refusal))) return null
    return { cause: name, confidence: 'proven', ...say(view, found) }
  },
})

const UNKNOWN_ISSUER = [
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
]

const chainIncomplete: Rule = {
  name: 'tls-chain-incomplete',
  judge: (view) => {
    const found = untrusted(view)
    const last = found?.facts.chain.at(-1)
    if (found === null || last === undefined || last.selfSigned || !UNKNOWN_ISSUER.includes(found.refusal)) return null
    const { knowledge, publicIssuers } = view.context
    const missing = shortName(last.issuer)
    const listed = knowledge.intermediates.some(
      ({ name, keyId }) => name === missing && keyId === last.authorityKeyId?.toLowerCase(),
    )
    const elsewhere = last.authorityKeyId !== undefined && publicIssuers.has(`${last.issuer}|${last.authorityKeyId}`)
    if (!listed && !elsewhere) return null
    return {
      cause: 'tls-chain-incomplete',
      confidence: 'proven',
      says: `${peerOf(view)} does not send the intermediate certificate "${missing}", which ${elsewhere ? 'another host here sends' : 'is a public one'}, so the chain of ${nameOf(view)} leads nowhere.`,
      remedy: { who: missing },
    }
  },
}

const selfSigned = onRefusal('tls-self-signed', ['DEPTH_ZERO_SELF_SIGNED_CERT'], (view, { leaf }) => ({
  says: `${peerOf(view)} shows a certificate for ${nameOf(view)} that is signed by nobody but itself ("${shortName(leaf.subject)}").`,
  remedy: { who: shortName(leaf.subject) },
}))

const checked = ({ context }: View): Pick<Candidate, 'confidence'> => ({
  confidence: context.clock === null ? 'likely' : 'proven',
})
const clockText = ({ context }: View): string =>
  context.clock === null ? "by this machine's clock" : 'by a clock that servers confirm'

const expired = onRefusal('tls-expired', ['CERT_HAS_EXPIRED'], (view, { facts }) => {
  const ended = facts.chain.map(({ notAfter }) => notAfter).toSorted()[0] ?? ''
  return {
    ...checked(view),
    says: `A certificate of ${nameOf(view)} expired on ${ended.slice(0, 10)}, ${clockText(view)}.`,
  }
})

const notYetValid = onRefusal('tls-not-yet-valid', ['CERT_NOT_YET_VALID'], (view, { facts }) => {
  const begins =
    facts.chain
      .map(({ notBefore }) => notBefore)
      .toSorted()
      .at(-1) ?? ''
  return {
    ...checked(view),
    says: `A certificate of ${nameOf(view)} is valid from ${begins.slice(0, 10)} on only, ${clockText(view)}.`,
  }
})

const nameMismatch = onRefusal('tls-name-mismatch', ['ERR_TLS_CERT_ALTNAME_INVALID'], (view, { leaf }) => {
  const names = leaf.names.map((name) => name.replace(/^\w+:/, ''))
  const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
  return {
    says: `${peerOf(view)} shows a trusted certificate for ${shown || shortName(leaf.subject)}, not for ${view.evidence.endpoint.host}.`,
    remedy: { who: shown || shortName(leaf.subject) },
  }
})

const untrustedIssuer = onRefusal('tls-untrusted', null, (view, { facts }) => {
  const issuer = shortName(authorityOf(facts) ?? 'nobody')
  const due = facts.trust.some(({ store }) => store === 'expected')
    ? "the requirement's own CA is due here"
    : 'this machine does not trust it'
  return {
    says: `${peerOf(view)} shows a certificate for ${nameOf(view)} by "${issuer}", and ${due}.`,
    remedy: { who: issuer },
    wants: unrelatedNameExperiment(view),
  }
})

const expiring: Rule = {
  name: 'tls-expiring',
  judge: (view) => {
    const facts = tlsOf(view)
    if (facts === null || facts.chain.length === 0 || untrusted(view) !== null) return null
    if (interceptorOf(facts, view.evidence.endpoint, view.context) !== null) return null
    const ends = facts.chain
      .filter(({ selfSigned }) => !selfSigned)
      .map(({ notAfter }) => notAfter)
      .toSorted()[0]
    const left = ends === undefined ? Infinity : (secondsOf(ends) - trueTime(view)) / DAY
    if (ends === undefined || left >= view.context.knowledge.experiments.expiringDays) return null
    return {
      cause: 'tls-expiring',
      confidence: 'proven',
      says: `A certificate of ${nameOf(view)} expires on ${ends.slice(0, 10)}, in ${Math.max(0, Math.floor(left))} days.`,
      remedy: { who: ends.slice(0, 10) },
    }
  },
}

export const certificateRules: readonly RuleGroup[] = [
  [clockSkew(false)],
  [
    trustUnknown,
    clockSkew(true),
    intercepted,
    chainIncomplete,
    selfSigned,
    expired,
    notYetValid,
    nameMismatch,
    untrustedIssuer,
  ],
  [expiring],
]
