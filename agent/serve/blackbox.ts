import { isIP } from 'node:net'
import type { Observation, Phase, Step } from '../../probes/observation.ts'
import type { Turn } from '../engine/turn.ts'
import { standingOf } from '../engine/rhythm.ts'
import { single, type Sample, type Series } from '../report/series.ts'

/** The names that blackbox_exporter's `http` prober gives the phases, in its order. */
const PHASES: readonly (readonly [name: string, phase: Phase])[] = [
  ['resolve', 'resolve'],
  ['connect', 'connect'],
  ['tls', 'tls'],
  ['processing', 'request'],
  ['transfer', 'transfer'],
]

/**
 * What one probe saw, in the names of the blackbox exporter, for the dashboards and alerts that know them. Of several addresses
 * it tells of the first that failed. `probe_success` is absent where success is neither seen nor ruled out.
 */
export const blackboxSeries = ({ evidence, judgement }: Turn): Series[] => {
  const { observations, endpoint } = evidence
  const seen = observations.find(({ steps }) => steps.some(({ ok }) => !ok)) ?? observations[0]
  const standing = standingOf(judgement.verdict)
  return [
    gauge(
      'probe_success',
      'Whether the probe succeeded',
      standing === 'unknown' ? [] : [Number(standing === 'passing')],
    ),
    ...(seen === undefined ? [] : ofObservation(seen)),
    ...(seen === undefined || !['http', 'https', 'websocket'].includes(endpoint.probe) ? [] : ofHttp(seen)),
  ]
}

const gauge = (name: string, help: string, values: readonly number[]): Series => ({
  name,
  kind: 'gauge',
  help,
  samples: values.map((value) => ({ value })),
})

const ofObservation = ({ durationSeconds, address, steps }: Observation): Series[] => {
  const chain = steps.flatMap((step) => (step.phase === 'tls' ? (step.facts?.chain ?? []) : []))
  const ends = chain.map(({ notAfter }) => Date.parse(notAfter) / 1000).filter(Number.isFinite)
  const versions = steps.flatMap((step) => (step.phase === 'tls' ? (step.facts?.version ?? []) : []))
  return [
    gauge('probe_duration_seconds', 'How long the probe took', [durationSeconds]),
    gauge('probe_dns_lookup_time_seconds', 'How long the name took to resolve', secondsOf(steps, 'resolve')),
    gauge('probe_ip_protocol', 'Whether the probe used IPv4 or IPv6', address === null ? [] : [isIP(address)]),
    gauge(
      'probe_ssl_earliest_cert_expiry',
      'When the first certificate of the chain ends',
      ends.length > 0 ? [Math.min(...ends)] : [],
    ),
    ...versions
      .slice(0, 1)
      .map((version) =>
        single('gauge', 'probe_tls_version_info', 'The TLS version used', 1, { version: version.replace('v', ' ') }),
      ),
  ]
}

const ofHttp = ({ steps }: Observation): Series[] => {
  const answers = steps.flatMap((step) =>
    step.facts !== undefined && 'status' in step.facts ? (step.facts.status ?? []) : [],
  )
  return [
    gauge('probe_http_status_code', 'The status of the answer; 0: there was none', [answers.at(-1) ?? 0]),
    gauge('probe_http_ssl', 'Whether TLS was used', [Number(steps.some(({ phase }) => phase === 'tls'))]),
    {
      name: 'probe_http_duration_seconds',
      kind: 'gauge',
      help: 'How long each phase took',
      samples: PHASES.flatMap(([name, phase]): Sample[] =>
        secondsOf(steps, phase).map((value) => ({ labels: { phase: name }, value })),
      ),
    },
  ]
}

const secondsOf = (steps: readonly Step[], phase: Phase): number[] =>
  steps
    .filter((step) => step.phase === phase)
    .map(({ durationSeconds }) => durationSeconds)
    .slice(0, 1)
