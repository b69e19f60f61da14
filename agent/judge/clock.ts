import type { Observation } from '../../probes/observation.ts'
import type { RunEvidence } from '../model.ts'
import { observationsOf } from './run-evidence.ts'

/** How far this machine's clock is from that of the servers. */
export type ClockCheck = {
  /** Seconds by which this machine is ahead; negative: behind. */
  readonly aheadSeconds: number
  /** Hosts that agree. */
  readonly hosts: readonly string[]
}

/** Servers whose Date headers are this close agree, seconds: a Date is whole seconds, and answers from caches are a little old. */
const AGREEMENT = 60

/**
 * Compares Date headers with our own time of receiving them. Needs several hosts of which most agree; null otherwise.
 */
export const clockOf = (run: RunEvidence): ClockCheck | null => {
  const offsets = new Map<string, number>()
  for (const { observation, of } of observationsOf(run)) {
    const ahead = aheadOf(observation)
    const host = 'endpoint' in of ? of.endpoint.host : of.target.host
    const known = offsets.get(host)
    if (ahead !== null && (known === undefined || Math.abs(ahead) < Math.abs(known))) offsets.set(host, ahead)
  }
  const sorted = [...offsets.values()].toSorted((one, other) => one - other)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) return null
  const hosts = [...offsets].filter(([, ahead]) => Math.abs(ahead - middle) <= AGREEMENT).map(([host]) => host)
  const agreed = hosts.length >= 2 && hosts.length * 2 > offsets.size
  return agreed ? { aheadSeconds: Math.round(middle), hosts: hosts.toSorted() } : null
}

/** Seconds by which we were ahead of the server when its answer came; null without a Date header. */
const aheadOf = ({ startedAt, steps }: Observation): number | null => {
  for (const step of steps) {
    const { facts } = step
    const theirs = facts !== undefined && 'headers' in facts ? Date.parse(facts.headers['date'] ?? '') : NaN
    if (!Number.isNaN(theirs))
      return Date.parse(startedAt) / 1000 + step.atSeconds + step.durationSeconds - theirs / 1000
  }
  return null
}
