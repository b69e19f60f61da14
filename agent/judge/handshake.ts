/** What became of a handshake, whoever made it. */
import type { Fault, Observation } from '../../probes/observation.ts'

/** The step `tls` of an observation, if it came that far. */
export const tlsStepOf = (observation: Observation | undefined) =>
  observation?.steps.findLast((step) => step.phase === 'tls')

/** The peer ended the connection, in order or not. */
export const isCut = ({ kind }: Fault): boolean => kind === 'closed' || kind === 'reset'

/** The handshake was cut off or met silence before a byte came. */
export const isCutOff = (observation: Observation | undefined): boolean => {
  const step = tlsStepOf(observation)
  const last = observation?.steps.at(-1)
  if (last?.phase === 'connect' && !last.ok) return last.fault.kind === 'reset'
  if (step === undefined || step.ok) return false
  return (step.fault.kind === 'timeout' || isCut(step.fault)) && (step.facts?.bytesRead ?? 0) === 0
}

/** The peer showed a certificate, whichever. */
export const hasCertificate = (observation: Observation | undefined): boolean =>
  (tlsStepOf(observation)?.facts?.chain.length ?? 0) > 0
