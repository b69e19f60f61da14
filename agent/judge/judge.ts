import type { Endpoint, Evidence, Experiment, Judgement } from '../model.ts'
import { causes, type CauseCode } from './causes.ts'
import { combine, type Combined } from './combine.ts'
import type { Context } from './context.ts'
import { confirmation, otherServers, proxiedExperiment } from './endpoint-experiments.ts'
import { withoutProofOfListener } from './listener.ts'
import { isMet } from './met.ts'
import { notesOn } from './notes.ts'
import type { Candidate } from './rule.ts'
import { isPassing, rulesTried, verdictOf, weigh, type Weighed } from './rules.ts'
import { lookAgain, telling } from './second-look.ts'
import { remedyFactsOf } from './view.ts'
import { capitalised } from './text.ts'

/** What the judge says: enough, or which experiments would settle it. */
export type Ruling = {
  readonly judgement: Judgement
  /** Whether the requirement is met; null where that isn't known. */
  readonly met: boolean | null
  /** Empty: nothing more to ask. */
  readonly wants: readonly Experiment[]
  /** Rules in the order in which they were tried, address by address, with what they found. */
  readonly tried: readonly string[]
}

/** Rules on one endpoint from its evidence and what the run shows. Pure: the same arguments give the same ruling. */
export const judge = (evidence: Evidence, context: Context): Ruling => {
  const { endpoint } = evidence
  const [first, ...rest] = evidence.observations.map((one) =>
    lookAgain(weigh(evidence, context, telling(evidence, one)), context),
  )
  if (endpoint.untestable !== undefined || first === undefined) {
    const judgement = unprobed(evidence)
    return { judgement, met: null, wants: [], tried: [] }
  }
  const weighed = [first, ...rest] as const
  const combined = withoutProofOfListener(combine(weighed, context), context)
  const judgement = judgementOf(combined, weighed, evidence)
  return {
    judgement,
    met: isMet(endpoint, judgement, combined.from.view),
    wants: wantsOf(weighed, endpoint),
    // Seventy sentences an address, which only `explain` reads.
    get tried() {
      return weighed.flatMap(({ view }) => rulesTried(view).map((rule) => `${view.observation.address ?? '-'} ${rule}`))
    },
  }
}

/** The judgement on what can't be probed, or wasn't before the run ended. */
const unprobed = ({ endpoint, remarks = [] }: Evidence): Judgement => {
  const code = endpoint.untestable?.cause ?? 'deadline'
  const { host, port, protocol, untestable } = endpoint
  return {
    verdict: causes[code].verdicts[0],
    cause: code,
    also: [],
    notes: remarks,
    layer: null,
    confidence: 'proven',
    says: untestable?.says ?? `The run ended before ${host}:${port} was probed.`,
    remedy: causes[code].remedy({
      host,
      port,
      protocol,
      address: null,
      via: null,
      ...(untestable?.fact !== undefined && { who: untestable.fact }),
    }),
  }
}

const judgementOf = (
  { candidates, from, notes }: Combined,
  weighed: readonly Weighed[],
  { endpoint, remarks: known = [] }: Evidence,
): Judgement => {
  const [first, ...others] = candidates
  const remarks = [...new Set([...notes, ...weighed.flatMap(({ view }) => notesOn(view)), ...known])]
  if (first === undefined) {
    const remedy =
      endpoint.expect.reachable === false
        ? `Ask the network team to deny ${endpoint.host}:${endpoint.port}, which must not be reachable.`
        : null
    return {
      verdict: 'open',
      cause: null,
      also: [],
      notes: remarks,
      layer: null,
      confidence: 'proven',
      says: from.proof ?? '',
      remedy,
    }
  }
  const wanted = endpoint.expect.reachable === false && !isPassing(first)
  return {
    verdict: verdictOf(first),
    cause: first.cause,
    also: [...new Set(others.map(({ cause }) => cause))].filter((cause) => cause !== first.cause),
    notes: remarks,
    layer: first.layer ?? causes[first.cause].layer,
    confidence: first.confidence,
    says: capitalised(first.says),
    remedy: wanted ? null : causes[first.cause].remedy({ ...remedyFactsOf(from.view), ...first.remedy }),
  }
}

/** Addresses of one endpoint on which experiments are made: more of them would tell the same. */
const MOST_ADDRESSES = 2

/** What would settle it: questions about the first addresses that fail in a way of their own. */
const wantsOf = (weighed: readonly Weighed[], endpoint: Endpoint): readonly Experiment[] => {
  const seen = new Set<CauseCode>()
  const telling = weighed.filter(({ candidates: [first] }) => {
    if (first === undefined || seen.has(first.cause)) return false
    seen.add(first.cause)
    return true
  })
  const wants = telling.slice(0, MOST_ADDRESSES).flatMap((one) => wantsOn(one, endpoint))
  return distinct([...wants, ...weighed.slice(0, 1).flatMap(({ view }) => otherServers(view))])
}

const wantsOn = ({ view, candidates }: Weighed, endpoint: Endpoint): readonly Experiment[] => {
  const [first] = candidates
  if (first === undefined) return []
  if (isPassing(first)) return candidates.flatMap(({ wants = [] }) => wants)
  const isBlocked = verdictOf(first) === 'blocked'
  return [
    ...(first.wants ?? []),
    ...((first.confirm ?? (isBlocked && deniesRepeatably(first, endpoint))) ? confirmation(view) : []),
    ...(isBlocked && first.layer !== 'local' ? proxiedExperiment(view) : []),
  ]
}

/** That something must not be reachable is met only by a denial that repeats. Silence is never asked again. */
const deniesRepeatably = ({ cause }: Candidate, { expect }: Endpoint): boolean =>
  expect.reachable === false && cause !== 'tcp-timeout' && ['tcp', 'tls', 'http'].includes(causes[cause].layer ?? '')

const distinct = (experiments: readonly Experiment[]): Experiment[] => [
  ...new Map(experiments.map((one) => [JSON.stringify(one), one])).values(),
]
