/** What a second try, spacing and the other way make of a first finding. */
import type { Observation } from '../../probes/observation.ts'
import type { Evidence } from '../model.ts'
import type { Context } from './context.ts'
import { tlsStepOf } from './handshake.ts'
import { byWeight, isPassing, verdictOf, weigh, type Weighed } from './rules.ts'
import type { Candidate } from './rule.ts'
import { isTrustUnknown, trustedBy } from './trust.ts'
import { answersTo, nameOf, type View } from './view.ts'

/** The endpoint's probe came to a good end in this observation of an experiment. */
const works = ({ evidence, context }: View, observation: Observation): boolean => {
  const decoys = evidence.experiments.filter(({ name }) => name === 'decoy-address')
  return weigh({ ...evidence, experiments: decoys }, context, observation).proof !== null
}

const isTrustedHandshake = (observation: Observation): boolean => {
  const step = tlsStepOf(observation)
  return step?.ok === true && trustedBy(step.facts) !== null
}

/**
 * The observation that counts: the second try, where the first had no time to find out whether this machine trusts the chain and
 * the second had.
 */
export const telling = (evidence: Evidence, observation: Observation): Observation => {
  const facts = tlsStepOf(observation)?.facts
  if (facts === undefined || !isTrustUnknown(facts)) return observation
  const again = evidence.experiments
    .filter(({ name }) => name === 'confirm')
    .flatMap(({ observations }) => observations)
    .find((one) => one.address === observation.address && isDecided(one))
  return again ?? observation
}

/** A handshake was completed, and every store that matters said what it makes of the chain. */
const isDecided = (observation: Observation): boolean => {
  const facts = tlsStepOf(observation)?.facts
  return facts !== undefined && facts.trust.length > 0 && !isTrustUnknown(facts)
}

/** Second tries of the very same thing: confirmations, and the target's own part of control-sni. */
const repeats = (view: View): readonly { observation: Observation; good: boolean }[] => {
  const { endpoint } = view.evidence
  const confirmed = answersTo(view, 'confirm').flatMap(({ observations }) => observations)
  const again = answersTo(view, 'control-sni')
    .filter(({ target }) => target.sni === (endpoint.sni ?? endpoint.host))
    .flatMap(({ observations }) => observations)
  return [
    ...confirmed.map((observation) => ({ observation, good: works(view, observation) })),
    ...again.map((observation) => ({ observation, good: isTrustedHandshake(observation) })),
  ]
}

/** Whether the failure was seen to repeat. */
export const isRepeated = (view: View): boolean => repeats(view).some(({ good }) => !good)

const flaky = (view: View, first: Candidate): Candidate | null =>
  repeats(view).some(({ good }) => good)
    ? {
        cause: 'flaky',
        confidence: 'proven',
        says: `It failed and then worked: ${lowerFirst(first.says).replace(/\.$/, '')}; the same thing succeeded a moment later.`,
      }
    : null

/** Text to go on with after a colon. Names and abbreviations keep their capitals. */
const lowerFirst = (text: string): string =>
  /^(The|Nothing|No|A|An|This) /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

/** Most of the connections that met silence must pass once spaced: one that does may have been lost by chance. */
const spacedOut = (view: View, first: Candidate, { spaced }: Context): Candidate | null => {
  if (first.cause !== 'tcp-timeout' || spaced.get(nameOf(view)) !== true) return null
  const passed = [...spaced.values()].filter(Boolean).length
  if (passed < 5 || passed * 4 < spaced.size * 3)
    return {
      cause: 'flaky',
      confidence: 'likely',
      says: `The connection to ${nameOf(view)} met silence in the run and succeeded when it was tried again alone.`,
    }
  return {
    cause: 'snat-exhausted',
    confidence: 'likely',
    says: `The connection to ${nameOf(view)} met silence among many and succeeded alone, as did ${passed} of ${spaced.size} others once they were spaced half a second apart.`,
  }
}

const proxyNeeded = (view: View): Candidate | null => {
  if (view.observation.via !== null) return null
  const proxied = view.evidence.experiments
    .filter(({ name, target }) => name === 'direct-and-proxied' && target.route === 'proxy')
    .flatMap(({ observations }) => observations)
    .find((observation) => observation.via !== null && works(view, observation))
  if (proxied === undefined) return null
  return {
    cause: 'proxy-needed',
    confidence: 'proven',
    says: `This machine's settings exempt ${view.evidence.endpoint.host} from the proxy; directly it fails, and through ${proxied.via ?? 'the proxy'} it works.`,
    remedy: { who: proxied.via ?? 'the proxy' },
  }
}

/** A public address where a private one is due is why the service refuses, if it does. */
const refusedForIt = (candidates: readonly Candidate[]): readonly Candidate[] => {
  const denied = candidates.some(({ cause }) => cause === 'http-service-denied')
  return candidates.map((one) =>
    denied && one.cause === 'dns-public-not-private' ? { ...one, verdict: 'denied' } : one,
  )
}

/** The findings as they stand after the experiments on them. */
export const lookAgain = (weighed: Weighed, context: Context): Weighed => {
  const { view } = weighed
  const candidates = refusedForIt(weighed.candidates).toSorted(byWeight)
  const [first] = candidates
  if (first === undefined || verdictOf(first) !== 'blocked') return { ...weighed, candidates }
  const passing = flaky(view, first) ?? spacedOut(view, first, context)
  if (passing !== null) {
    const rest = candidates.filter(isPassing)
    return { ...weighed, candidates: [passing, ...rest].toSorted(byWeight), proof: passing.says }
  }
  const needed = proxyNeeded(view)
  return { ...weighed, candidates: needed === null ? candidates : [...candidates, needed].toSorted(byWeight) }
}
