/** One endpoint, many addresses: what the observations together say. */
import type { Phase } from '../../probes/observation.ts'
import { familyOf } from './addresses.ts'
import type { Context } from './context.ts'
import type { Candidate } from './rule.ts'
import { byWeight, verdictOf, type Weighed } from './rules.ts'

/** The findings about an endpoint, worst first, and the observation that gave the first one. */
export type Combined = {
  readonly candidates: readonly Candidate[]
  /** Where the first candidate was seen; where all works, the first observation. */
  readonly from: Weighed
  readonly notes: readonly string[]
}

const PHASES: readonly Phase[] = ['resolve', 'connect', 'proxy', 'tls', 'request', 'transfer']

/** How far an observation got; within a phase, an answer is further than silence. */
const depthOf = ({ view: { observation, failure } }: Weighed): number => {
  const last = observation.steps.at(-1)
  const phase = last === undefined ? -1 : PHASES.indexOf(last.phase)
  return phase * 2 + (failure?.fault.kind === 'timeout' ? 0 : 1)
}

const isWorking = ({ proof }: Weighed): boolean => proof !== null
const topVerdict = ({ candidates: [first] }: Weighed) => (first === undefined ? 'open' : verdictOf(first))
const isFailing = (one: Weighed): boolean => topVerdict(one) === 'blocked' || topVerdict(one) === 'denied'
const addressOf = ({ view }: Weighed): string => view.observation.address ?? view.evidence.endpoint.host

/** Each cause once, the first of its kind. */
const distinct = (candidates: readonly Candidate[]): Candidate[] =>
  candidates.filter(({ cause }, index) => candidates.findIndex((one) => one.cause === cause) === index)

/** All candidates of several observations, each cause once, worst first. */
const merge = (weighed: readonly Weighed[]): Candidate[] =>
  distinct(weighed.flatMap(({ candidates }) => candidates)).toSorted(byWeight)

/** @param weighed at least one, in the order in which a client would try the addresses */
export const combine = (weighed: readonly [Weighed, ...Weighed[]], context: Context): Combined => {
  const { tried, notes } = asClient(weighed, context)
  const working = tried.filter(isWorking)
  const failing = tried.filter(isFailing)
  const [first = weighed[0]] = working
  if (working.length === 0) return allFail(tried, notes)
  if (failing.length > 0) return someFail(working, failing, context, notes)
  const unsure = tried.filter((one) => !isWorking(one)).map(addressOf)
  return {
    candidates: merge(working),
    from: first,
    notes: unsure.length === 0 ? notes : [...notes, `Not known of ${unsure.join(', ')}, while another address works.`],
  }
}

/**
 * The addresses that a client would try: none of a family that this machine doesn't have, where the other one is there. IPv6 is
 * had by a global address; IPv4, if no address of it has a route.
 */
const asClient = (weighed: readonly Weighed[], { machine }: Context) => {
  const four = weighed.filter((one) => familyOf(addressOf(one)) === 4)
  const six = weighed.filter((one) => familyOf(addressOf(one)) === 6)
  const isUnrouted = ({ candidates }: Weighed) => candidates[0]?.cause === 'no-route'
  const hasSix = six.some((one) => isWorking(one) || (machine.ipv6 && !isUnrouted(one)))
  const hasNoFour = hasSix && four.every(isUnrouted)
  const idle = hasNoFour ? four : machine.ipv6 || four.length === 0 ? [] : six.filter((one) => !isWorking(one))
  if (idle.length === 0) return { tried: weighed, notes: [] }
  return {
    tried: weighed.filter((one) => !idle.includes(one)),
    notes: [
      `${hasNoFour ? 'IPv4 does not count: this machine has no route for it' : 'IPv6 does not count: this machine has no global IPv6 address'} (${idle.map(addressOf).join(', ')}).`,
    ],
  }
}

const someFail = (
  working: readonly Weighed[],
  failing: readonly Weighed[],
  { machine }: Context,
  notes: readonly string[],
): Combined => {
  const worst = furthest(failing)
  const reason = worst.candidates[0]
  const isSix = (one: Weighed) => familyOf(addressOf(one)) === 6
  const broken = machine.ipv6 && failing.every(isSix) && !working.some(isSix)
  const list = failing.map(addressOf).join(', ')
  const candidate: Candidate = {
    cause: broken ? 'ipv6-broken' : 'some-addresses-blocked',
    confidence: reason?.confidence ?? 'likely',
    says: `${broken ? 'IPv4 works and IPv6 fails' : `${working.length} of ${working.length + failing.length} addresses work`}; ${list} ${failing.length === 1 ? 'does' : 'do'} not: ${reason?.says ?? ''}`,
    remedy: { who: list },
  }
  const others = distinct([...merge(working), ...failing.flatMap(({ candidates }) => candidates.slice(0, 1))])
  return { candidates: [candidate, ...others.toSorted(byWeight)], from: worst, notes }
}

/** The one that got furthest; of equals the one that was looked at most, then the one with the weightiest cause. */
const furthest = (weighed: readonly Weighed[]): Weighed => {
  const looks = ({ view: { evidence, observation } }: Weighed) =>
    evidence.experiments.filter(({ target }) => target.address === observation.address).length
  const weight = (one: Weighed, other: Weighed) => {
    const [mine] = one.candidates
    const [theirs] = other.candidates
    return mine === undefined || theirs === undefined ? 0 : byWeight(mine, theirs)
  }
  const further = (one: Weighed, other: Weighed) =>
    depthOf(other) - depthOf(one) || looks(other) - looks(one) || weight(one, other)
  return weighed.reduce((best, one) => (further(one, best) < 0 ? one : best))
}

const allFail = (tried: readonly Weighed[], notes: readonly string[]): Combined => {
  // What isn't known of one address isn't blocked on all.
  const unsure = tried.filter((one) => !isFailing(one))
  const from = furthest(unsure.length > 0 ? unsure : tried)
  const [first] = from.candidates
  const rest = merge(tried).filter(({ cause }) => cause !== first?.cause)
  const same = tried.filter(({ candidates }) => candidates[0]?.cause === first?.cause).length
  const more = same > 1 ? `the same at all ${same} addresses` : ''
  return {
    candidates: first === undefined ? rest : [{ ...first, says: withClause(first.says, more) }, ...rest],
    from,
    notes,
  }
}

/** A sentence with a remark in brackets at its end. */
const withClause = (says: string, clause: string): string =>
  clause === '' ? says : `${says.replace(/\.$/, '')} (${clause}).`
