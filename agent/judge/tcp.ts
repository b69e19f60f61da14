/** Rules on connections: those that don't come about, and those that prove nothing. */
import { isPrivate } from './addresses.ts'
import { decoyVerdict } from './decoys.ts'
import { decoyExperiments } from './endpoint-experiments.ts'
import { decoysAround } from './proof.ts'
import type { Rule, RuleGroup } from './rule.ts'
import { faultIn, nameOf, speaksTls, peerOf, unlessAsked, type View } from './view.ts'
import { secondsText } from './text.ts'

/** A SYN is repeated after a second: silence for less was asked once. */
const REPEATED_SECONDS = 1

/** A fault of connecting to the target itself; a proxy's has its own rules, and UDP's connect sends nothing. */
const connectFault = (view: View) =>
  view.observation.via === null && view.evidence.endpoint.protocol === 'tcp' ? faultIn(view, 'connect') : null

const timeout: Rule = {
  name: 'tcp-timeout',
  judge: (view) => {
    const fault = connectFault(view)
    if (fault?.kind !== 'timeout' && fault?.code !== 'ETIMEDOUT') return null
    const seconds = view.failure?.durationSeconds ?? 0
    return {
      cause: 'tcp-timeout',
      confidence: seconds >= REPEATED_SECONDS ? 'proven' : 'likely',
      says: `Nothing answered the connection to ${peerOf(view)} within ${secondsText(seconds)}${seconds >= REPEATED_SECONDS ? ', though the request was repeated' : ''}.`,
    }
  },
}

const refused: Rule = {
  name: 'tcp-refused',
  judge: (view) => {
    const fault = connectFault(view)
    if (fault?.code !== 'ECONNREFUSED') return null
    return {
      cause: 'tcp-refused',
      confidence: 'proven',
      says: `The connection to ${peerOf(view)} was refused, by the host or by a firewall in its name.`,
      confirm: true,
    }
  },
}

const unreachable: Rule = {
  name: 'tcp-unreachable',
  judge: (view) => {
    const fault = connectFault(view)
    if (
      fault?.kind !== 'errno' ||
      !/^E(NET|HOST)(UNREACH|DOWN)$|^EPROTO$|^ENONET$|^EACCES$|^EPERM$/.test(fault.code ?? '')
    )
      return null
    return {
      cause: 'tcp-unreachable',
      confidence: 'proven',
      says: `A router or firewall answered that ${peerOf(view)} is unreachable or prohibited (${fault.code ?? ''}), though this machine has a route there.`,
      confirm: true,
    }
  },
}

/** What the connection ended with before a byte came; null when it lasted or a byte came. */
const earlyEnd = (view: View): string | null => {
  // A reset that overtakes our own notice of the connection.
  if (connectFault(view)?.kind === 'reset' && !speaksTls(view.evidence.endpoint)) return 'reset'
  const facts = view.steps.transfer?.facts
  if (facts?.protocol === 'tcp') return facts.bytesRead === 0 && facts.end !== 'open' ? facts.end : null
  const fault = view.evidence.endpoint.probe === 'smb' ? faultIn(view, 'request') : faultIn(view, 'transfer')
  const isEnd = fault?.kind === 'closed' || fault?.kind === 'reset'
  const request = view.steps.request?.facts
  const isEmpty = request?.protocol !== 'smb' || request.firstBytes === undefined
  const { probe } = view.evidence.endpoint
  return isEnd && isEmpty && (probe === 'smb' || probe === 'tcp') ? fault.kind : null
}

const closedEarly: Rule = {
  name: 'tcp-closed-early',
  judge: (view) => {
    const end = earlyEnd(view)
    if (end === null) return null
    return {
      cause: 'tcp-closed-early',
      confidence: 'proven',
      says: `${peerOf(view)} took the connection and ${end === 'reset' ? 'reset' : 'closed'} it before a byte was exchanged.`,
      confirm: true,
    }
  },
}

const middlebox: Rule = {
  name: 'tcp-middlebox',
  judge: (view) => {
    const { endpoint } = view.evidence
    const facts = view.steps.transfer?.facts
    const { address } = view.observation
    if (endpoint.probe !== 'tcp' || facts?.protocol !== 'tcp' || facts.bytesRead > 0 || address === null) return null
    const verdict = decoyVerdict(decoysAround(view), endpoint.port, address)
    if (verdict === 'silent') return null
    return {
      cause: 'tcp-middlebox',
      confidence: verdict === 'connected' && !isPrivate(address) ? 'proven' : 'likely',
      says:
        verdict === 'connected'
          ? `${peerOf(view)} took the connection and said nothing, but so does an address on port ${endpoint.port} at which nothing exists: a device on the way may have answered${isPrivate(address) ? ', though a private address may take another way' : ''}.`
          : `${peerOf(view)} took the connection and said nothing, and nothing shows that it wasn't a device on the way.`,
      wants: unlessAsked(view, decoyExperiments(endpoint, view.context)),
    }
  },
}

/** What a phase is called in a sentence. */
const PHASE_TEXT = {
  resolve: 'the DNS lookup',
  connect: 'the connection',
  proxy: "the proxy's answer",
  tls: 'the TLS handshake',
  request: 'the answer',
  transfer: 'the data',
} as const

const slow: Rule = {
  name: 'slow',
  judge: (view) => {
    const limits = view.evidence.endpoint.expect.slow ?? {}
    const late = view.observation.steps.find(
      ({ phase, ok, durationSeconds }) => ok && durationSeconds > (limits[phase] ?? Infinity),
    )
    if (late === undefined) return null
    return {
      cause: 'slow',
      confidence: 'proven',
      says: `For ${nameOf(view)}, ${PHASE_TEXT[late.phase]} took ${secondsText(late.durationSeconds)}, more than the ${secondsText(limits[late.phase] ?? 0)} that the requirement allows.`,
      remedy: { who: PHASE_TEXT[late.phase] },
    }
  },
}

export const tcpRules: readonly RuleGroup[] = [[timeout, refused, unreachable], [closedEarly, middlebox], [slow]]
