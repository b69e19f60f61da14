/** All rules in the order of precedence, and what they make of one observation. */
import type { Observation } from '../../probes/observation.ts'
import type { Evidence, Verdict } from '../model.ts'
import { certificateRules } from './certificate.ts'
import { causes, type CauseCode } from './causes.ts'
import type { Context } from './context.ts'
import { dnsRules } from './dns.ts'
import { answerRules, requestRules } from './http.ts'
import { localRules } from './local.ts'
import { layerOf, otherRules } from './other.ts'
import { proofOf } from './proof.ts'
import { proxyRules } from './proxy.ts'
import type { Candidate, RuleGroup } from './rule.ts'
import { smbRules } from './smb.ts'
import { tcpRules } from './tcp.ts'
import { tlsRules } from './tls.ts'
import { udpRules } from './udp.ts'
import { nameOf, viewOf, type View } from './view.ts'
import { upgradeRules, websocketRules } from './websocket.ts'

/** Rules of one group exclude each other, and the first that applies is taken; groups don't. */
const groups: readonly RuleGroup[] = [
  ...otherRules,
  ...localRules,
  ...proxyRules,
  ...dnsRules,
  ...tcpRules,
  ...tlsRules,
  ...certificateRules,
  [...answerRules, ...upgradeRules],
  ...requestRules,
  ...websocketRules,
  ...udpRules,
  ...smbRules,
]

/** What the rules make of an observation. */
export type Weighed = {
  readonly view: View
  /** Worst first. */
  readonly candidates: readonly Candidate[]
  /** The sentence that proves it open; null where something is worse than degraded. */
  readonly proof: string | null
}

const SEVERITY: readonly Verdict[] = ['blocked', 'denied', 'untestable', 'inconclusive', 'degraded', 'open']

/** Where in the order of layers a cause stands within one verdict. */
const PRECEDENCE: readonly (readonly CauseCode[] | string)[] = [
  ['no-route', 'local-denied', 'local-resource'],
  'proxy',
  'dns',
  'tcp',
  ['clock-skew'],
  ['tls-intercepted'],
  'tls',
  'http',
  'websocket',
]

export const verdictOf = ({ cause, verdict }: Candidate): Verdict => verdict ?? causes[cause].verdicts[0]

const precedenceOf = ({ cause, layer }: Candidate): number => {
  const byCode = PRECEDENCE.findIndex((entry) => typeof entry !== 'string' && entry.includes(cause))
  const place = byCode === -1 ? PRECEDENCE.indexOf(layer ?? causes[cause].layer ?? '') : byCode
  return place === -1 ? PRECEDENCE.length : place
}

/** The worse verdict first, then the layer that comes first. Equal ones stay in the order of the rules. */
export const byWeight = (one: Candidate, other: Candidate): number =>
  SEVERITY.indexOf(verdictOf(one)) - SEVERITY.indexOf(verdictOf(other)) || precedenceOf(one) - precedenceOf(other)

/** Nothing worse than degraded. */
export const isPassing = (candidate: Candidate): boolean => verdictOf(candidate) === 'degraded'

export const weigh = (evidence: Evidence, context: Context, observation: Observation): Weighed => {
  const view = viewOf(evidence, context, observation)
  const found = groups.flatMap((group) => applies(group, view) ?? [])
  const proof = proofOf(view)
  const all = found.every(isPassing) && proof === null ? [...found, unknown(view)] : found
  const candidates = all.toSorted(byWeight)
  return { view, candidates, proof: candidates.every(isPassing) ? proof : null }
}

/** The finding of the first rule of a group that applies. */
const applies = (group: RuleGroup, view: View): Candidate | null => {
  for (const rule of group) {
    const candidate = rule.judge(view)
    if (candidate !== null) return candidate
  }
  return null
}

/** Rules in the order in which they are tried on an observation, with what they find. */
export const rulesTried = (view: View): string[] =>
  groups.flatMap((group) => {
    const found = group.map(({ name, judge }) => ({ name, candidate: judge(view) }))
    const end = found.findIndex(({ candidate }) => candidate !== null)
    return found
      .slice(0, end === -1 ? found.length : end + 1)
      .map(({ name, candidate }) => `${name}: ${candidate === null ? 'no' : verdictOf(candidate)}`)
  })

/** An honest word where nothing fits. */
const unknown = (view: View): Candidate => {
  const { failure, observation } = view
  const layer = layerOf(view)
  const fault =
    failure === null ? 'came to its end without proof' : `failed (${failure.fault.code ?? failure.fault.kind})`
  return {
    cause: 'unknown',
    confidence: 'likely',
    says: `${nameOf(view)}: ${failure?.phase ?? observation.steps.at(-1)?.phase ?? 'the probe'} ${fault}, and no known cause fits.`,
    confirm: true,
    ...(layer !== null && { layer }),
  }
}
