import type { Fault, Observation, RequestFacts, Step, TransferFacts } from '../../../probes/observation.ts'
import type { ReportExperiment } from '../schema.ts'

/** `4.2 ms`, `1.23 s`: three digits say enough. */
export const duration = (seconds: number): string =>
  seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.0995 ? 1 : 0)} ms` : `${seconds.toFixed(2)} s`

/** What went wrong, in a few words and the system's own code. */
const faultWords = ({ kind, code, alert }: Fault): string => {
  const named = code === undefined ? '' : ` (${code})`
  switch (kind) {
    case 'timeout':
      return 'no answer'
    case 'aborted':
      return 'cut off when the run ended'
    case 'errno':
      return code ?? 'system error'
    case 'closed':
      return 'closed by the peer'
    case 'reset':
      return 'reset by the peer'
    case 'rcode':
      return `no address${named}`
    case 'alert':
      return `TLS alert ${alert ?? '?'}${named}`
    case 'tls':
      return `TLS failed${named}`
    case 'certificate':
      return `certificate not accepted${named}`
    case 'refused':
      return `refused by the peer${named}`
    case 'malformed':
      return `not the protocol${named}`
    case 'unsupported':
      return `not supported${named}`
    case 'bug':
      return `defect of connprobe${named}`
  }
}

/** What a step saw, in a few words: the status, the version, the number of addresses. */
export const stepWords = (step: Step): string => {
  const seen = factWords(step)
  if (step.ok) return seen
  return [faultWords(step.fault), seen].filter((words) => words !== '').join(', ')
}

const factWords = (step: Step): string => {
  if (step.facts === undefined) return ''
  switch (step.phase) {
    case 'resolve':
      return step.facts.addresses.join(' ')
    case 'connect':
      return step.facts.route == null ? '' : `local route says ${step.facts.route}`
    case 'proxy':
      return `${step.facts.proxy}${step.facts.status === undefined ? '' : ` answers ${step.facts.status}`}`
    case 'tls':
      return `SNI ${step.facts.sni ?? 'none'}${step.facts.version === undefined ? '' : `, ${step.facts.version}`}`
    case 'request':
      return requestWords(step.facts)
    case 'transfer':
      return transferWords(step.facts)
  }
}

const requestWords = (facts: RequestFacts): string => {
  switch (facts.protocol) {
    case 'http':
    case 'websocket':
      return `${facts.method} ${facts.path}${facts.status === undefined ? '' : `: ${facts.status}`}`
    case 'udp':
      return `${facts.sent} sent, ${facts.replies} came back`
    case 'dns':
      return facts.answers
        .map(({ server, rcode, fault }) => `${server}: ${rcode ?? fault?.kind ?? 'nothing'}`)
        .join(', ')
    case 'smb':
      return facts.dialect === undefined ? '' : `dialect ${facts.dialect}`
  }
}

const transferWords = (facts: TransferFacts): string => {
  switch (facts.protocol) {
    case 'tcp':
      return `${facts.bytesRead} bytes read, then ${facts.end}`
    case 'http':
      return `${facts.bytesRead} bytes${facts.complete ? '' : ', incomplete'}`
    case 'websocket':
      return [
        facts.pongSeconds === undefined ? 'no pong' : `pong after ${duration(facts.pongSeconds)}`,
        ...(facts.heldSeconds === undefined ? [] : [`held ${duration(facts.heldSeconds)}`]),
      ].join(', ')
  }
}

/** An observation in one line: how far it got, and what the last step saw. */
export const outcome = ({ steps }: Pick<Observation, 'steps'>): string => {
  const last = steps.at(-1)
  if (last === undefined) return 'nothing was observed'
  const bad = steps.find((step) => !step.ok) ?? last
  const words = stepWords(bad)
  return `${bad.phase}${bad.ok ? ' ok' : ''}${words === '' ? '' : `: ${words}`} (${duration(bad.durationSeconds)})`
}

/** Where an experiment went: `https login.microsoftonline.com:443 at 20.42.0.1`. */
export const experimentTarget = ({ probe, target }: ReportExperiment): string =>
  `${probe} ${target.host}:${target.port}${target.address === undefined ? '' : ` at ${target.address}`}`

/** All observations of an experiment. */
export const observationsOf = ({ observation, furtherObservations = [] }: ReportExperiment): readonly Observation[] =>
  observation === null ? [] : [observation, ...furtherObservations]
