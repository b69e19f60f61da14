import { decoysOf, decoyVerdict, type Decoy } from './decoys.ts'
import { isAuthenticated, trustedBy, wantsClientCertificate } from './trust.ts'
import { httpOf, tlsOf, type View } from './view.ts'

/** Decoys that the run asked, and those that this endpoint had to ask itself. */
export const decoysAround = ({ evidence, context }: View): readonly Decoy[] => [
  ...context.decoys,
  ...decoysOf(evidence.experiments.filter(({ name }) => name === 'decoy-address')),
]

/** What shows that the endpoint works, as a sentence; null without proof at the endpoint's own layer. */
export const proofOf = (view: View): string | null => {
  const { endpoint } = view.evidence
  if (wantsClientCertificate(view)) return 'The service proved itself and wants a client certificate.'
  switch (endpoint.probe) {
    case 'tls':
      return isTrusted(view) ? `The TLS handshake with ${endpoint.host} was completed and is trusted.` : null
    case 'https':
      return isTrusted(view) ? answered(view) : null
    case 'http':
      return answered(view)
    case 'websocket':
      return tlsOf(view) === null || isTrusted(view) ? (frameCameBack(view) ?? failsItself(view)) : null
    case 'tcp':
      return connected(view)
    case 'udp':
    case 'dns':
    case 'smb':
    case 'hello':
      return replied(view)
  }
}

const isTrusted = (view: View): boolean => {
  const facts = tlsOf(view)
  return facts !== null && trustedBy(facts) !== null && view.failure?.phase !== 'tls'
}

const answered = (view: View): string | null => {
  const status = httpOf(view)?.status
  if (status === undefined) return null
  return `${view.evidence.endpoint.host} answered with status ${status}${isAuthenticated(view) ? ' over a trusted TLS connection' : ''}.`
}

const frameCameBack = (view: View): string | null => {
  const http = httpOf(view)
  const frames = view.steps.transfer?.facts
  const back = frames?.protocol === 'websocket' && (frames.pongSeconds !== undefined || frames.closeCode !== undefined)
  return http?.status === 101 && http.accepted !== false && back
    ? 'The websocket was opened and a frame came back.'
    : null
}

/** An error of the service itself proves the service and not the upgrade: the rules say what is missing. */
const failsItself = (view: View): string | null => ((httpOf(view)?.status ?? 0) >= 500 ? answered(view) : null)

const connected = (view: View): string | null => {
  const facts = view.steps.transfer?.facts
  const { address } = view.observation
  if (facts?.protocol !== 'tcp' || address === null) return null
  const { port } = view.evidence.endpoint
  if (facts.bytesRead > 0) return `${address} took the connection on port ${port} and spoke first.`
  return facts.end === 'open' && decoyVerdict(decoysAround(view), port, address) === 'silent'
    ? `${address} took the connection on port ${port}, and addresses at which nothing exists do not.`
    : null
}

const replied = (view: View): string | null => {
  const facts = view.steps.request?.facts
  const { port, protocol } = view.evidence.endpoint
  switch (facts?.protocol) {
    case 'udp':
      return facts.replies > 0 ? `A reply came back from UDP port ${port}.` : null
    case 'dns': {
      const answer = facts.answers.find(({ transport, rcode }) => transport === protocol && rcode !== undefined)
      return answer === undefined
        ? null
        : `The DNS server answered by ${protocol.toUpperCase()} (${answer.rcode ?? ''}).`
    }
    case 'smb':
      return facts.dialect === undefined || view.failure !== null
        ? null
        : `The file server negotiated SMB ${facts.dialect}.`
    case 'http':
    case 'websocket':
    case undefined:
      return null
  }
}
