/** Rules on what this machine itself refuses: nothing was sent, so they come before all others. */
import type { Fault } from '../../probes/observation.ts'
import type { Rule, RuleGroup } from './rule.ts'
import { peerOf, type View } from './view.ts'

const EXHAUSTED = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL'])
const PROHIBITED = new Set(['EPERM', 'EACCES'])
const UNROUTED = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'])

/**
 * What this machine itself said about sending: its route to the address, where that was asked, else the fault's errno where that
 * can't be the network's. Of a failed resolution what all questions met alike.
 */
const localCode = ({ failure, steps, evidence }: View): string | null => {
  if (failure === null) return null
  if (failure.phase === 'resolve') return unanimous((steps.resolve?.facts?.answers ?? []).map(({ fault }) => fault))
  if (failure.phase !== 'connect') return atOnce(failure.fault, true)
  const route = failure.facts?.route
  const isExhausted = failure.fault.kind === 'errno' && EXHAUSTED.has(failure.fault.code ?? '')
  // With a route of our own, the network refused: EACCES too is an ICMPv6 message then (administratively prohibited).
  if (route === null && !isExhausted) return null
  return route ?? atOnce(failure.fault, evidence.endpoint.protocol === 'udp')
}

const unanimous = (faults: readonly (Fault | undefined)[]): string | null => {
  const codes = new Set(faults.map((fault) => (fault === undefined ? null : atOnce(fault, true))))
  const [code = null] = codes
  return codes.size === 1 ? code : null
}

/**
 * An errno that is this machine's own and not an ICMP message's.
 * @param datagram connecting sends nothing, so that the route's errno is local as well; TCP's connect sends
 */
const atOnce = ({ kind, code = '', syscall }: Fault, datagram: boolean): string | null => {
  if (kind !== 'errno') return null
  // A prohibit route shows at `connect`; afterwards EACCES is an ICMPv6 message, EPERM never one.
  const isProhibited = code === 'EPERM' || (code === 'EACCES' && syscall === 'connect')
  const ours = EXHAUSTED.has(code) || isProhibited || (datagram && syscall === 'connect' && UNROUTED.has(code))
  return ours ? code : null
}

const codeIn = (view: View, codes: ReadonlySet<string>): string | null => {
  const code = localCode(view)
  return code !== null && codes.has(code) ? code : null
}

const whatFor = (view: View): string => (view.failure?.phase === 'resolve' ? 'any DNS server' : peerOf(view))

const resource: Rule = {
  name: 'local-resource',
  judge: (view) => {
    const code = codeIn(view, EXHAUSTED)
    if (code === null) return null
    return {
      cause: 'local-resource',
      confidence: 'proven',
      says: `This machine ran out of what a connection to ${whatFor(view)} needs (${code}), so nothing was sent.`,
      remedy: { who: code },
    }
  },
}

const denied: Rule = {
  name: 'local-denied',
  judge: (view) => {
    const code = codeIn(view, PROHIBITED)
    if (code === null) return null
    return {
      cause: 'local-denied',
      confidence: 'proven',
      says: `This machine itself refuses to send to ${whatFor(view)} (${code}): a local firewall or a prohibit route.`,
    }
  },
}

/** Whatever else the route says (EINVAL of a blackhole route), it is none. */
const noRoute: Rule = {
  name: 'no-route',
  judge: (view) => {
    const code = localCode(view)
    if (code === null) return null
    return {
      cause: 'no-route',
      confidence: 'proven',
      says: `This machine has no route to ${whatFor(view)} (${code} before anything was sent).`,
    }
  },
}

export const localRules: readonly RuleGroup[] = [[resource, denied, noRoute]]
