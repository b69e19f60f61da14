/** Rules on datagrams and on DNS servers that are endpoints themselves. */
import type { Fault } from '../../probes/observation.ts'
import type { Rule, RuleGroup } from './rule.ts'
import { faultIn, nameOf, peerOf, type View } from './view.ts'

/** What became of datagrams; for a DNS server, of the question by UDP. */
const udpFault = (view: View): Fault | null => {
  const { probe, protocol } = view.evidence.endpoint
  if (protocol !== 'udp') return null
  const facts = view.steps.request?.facts
  if (probe === 'dns' && facts?.protocol === 'dns')
    return facts.answers.find(({ transport }) => transport === 'udp')?.fault ?? null
  return probe === 'udp' || probe === 'dns' ? faultIn(view, 'request') : null
}

const portUnreachable: Rule = {
  name: 'udp-port-unreachable',
  judge: (view) => {
    if (udpFault(view)?.code !== 'ECONNREFUSED') return null
    return {
      cause: 'udp-port-unreachable',
      confidence: 'proven',
      says: `An ICMP message says that nothing listens on UDP ${peerOf(view)}: the host's own, or a firewall's in its name.`,
      confirm: true,
    }
  },
}

const unreachable: Rule = {
  name: 'udp-unreachable',
  judge: (view) => {
    const fault = udpFault(view)
    if (fault?.kind !== 'errno' || !/^E(NET|HOST)UNREACH$|^EACCES$/.test(fault.code ?? '')) return null
    return {
      cause: 'udp-unreachable',
      confidence: 'proven',
      says: `An ICMP message says that UDP to ${peerOf(view)} is prohibited on the way.`,
      confirm: true,
    }
  },
}

/** What the positive controls said, as a clause. */
const controlText = (view: View): string => {
  const { udpWorks, openAt } = view.context
  const tcp = openAt.has(`${view.observation.address ?? ''} 443`) ? ', and the same address answers on TCP 443' : ''
  if (udpWorks === null) return `no other UDP service was asked${tcp}`
  return udpWorks ? `other UDP services do answer${tcp}` : `no other UDP service answers either${tcp}`
}

const silent: Rule = {
  name: 'udp-silent',
  judge: (view) => {
    const facts = view.steps.request?.facts
    const nothing = udpFault(view)?.kind === 'timeout' || (facts?.protocol === 'udp' && facts.replies === 0)
    if (view.evidence.endpoint.probe !== 'udp' || !nothing || faultIn(view, 'request')?.kind === 'aborted') return null
    return {
      cause: 'udp-silent',
      confidence: 'proven',
      says: `UDP ${peerOf(view)} answers nothing and no error came, which a filter and a service that ignores strangers have in common; ${controlText(view)}.`,
    }
  },
}

const dnsServerSilent: Rule = {
  name: 'dns-resolver-unreachable',
  judge: (view) => {
    const { probe, protocol } = view.evidence.endpoint
    const facts = view.steps.request?.facts
    if (probe !== 'dns' || facts?.protocol !== 'dns') return null
    const mine = facts.answers.filter(({ transport }) => transport === protocol)
    if (mine.some(({ rcode }) => rcode !== undefined) || faultIn(view, 'request')?.kind === 'aborted') return null
    const other = facts.answers.find(({ transport, rcode }) => transport !== protocol && rcode !== undefined)
    return {
      cause: 'dns-resolver-unreachable',
      confidence: 'proven',
      says: `The DNS server ${nameOf(view)} does not answer by ${protocol.toUpperCase()}${other === undefined ? '' : `, though it does by ${other.transport.toUpperCase()}`}.`,
      remedy: { who: nameOf(view) },
    }
  },
}

export const udpRules: readonly RuleGroup[] = [[portUnreachable, unreachable, silent, dnsServerSilent]]
