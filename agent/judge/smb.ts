/** Rules on file servers: an SMB answer that refuses, or something else that answers on 445. */
import type { Rule, RuleGroup } from './rule.ts'
import { faultIn, nameOf, peerOf, type View } from './view.ts'
import { printable } from './text.ts'

const smbFacts = (view: View) => {
  const facts = view.steps.request?.facts
  return facts?.protocol === 'smb' ? facts : null
}

const refused: Rule = {
  name: 'smb-refused',
  judge: (view) => {
    const facts = smbFacts(view)
    if (faultIn(view, 'request')?.kind !== 'refused' || facts === null) return null
    const status = `status 0x${(facts.status ?? 0).toString(16).padStart(8, '0')}`
    return {
      cause: 'smb-refused',
      confidence: 'proven',
      says: `${peerOf(view)} speaks SMB and refused the negotiation (${status}).`,
      remedy: { who: status },
    }
  },
}

const mismatch: Rule = {
  name: 'protocol-mismatch',
  judge: (view) => {
    const fault = faultIn(view, 'request')
    const { probe } = view.evidence.endpoint
    if (fault?.kind !== 'malformed' || (probe !== 'smb' && probe !== 'dns' && probe !== 'udp')) return null
    const request = view.steps.request?.facts
    const bytes = request !== undefined && 'firstBytes' in request ? (request.firstBytes ?? '') : ''
    const what = bytes === '' ? 'something else' : `"${printable(bytes)}"`
    return {
      cause: 'protocol-mismatch',
      layer: probe === 'smb' ? 'smb' : 'udp',
      confidence: 'proven',
      says: `${nameOf(view)} should speak ${probe.toUpperCase()} and answers with ${what}.`,
      remedy: { who: `it answers with ${what}` },
    }
  },
}

export const smbRules: readonly RuleGroup[] = [[refused, mismatch]]
