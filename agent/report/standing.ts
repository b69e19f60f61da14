import type { Endpoint } from '../model.ts'
import type { ReportResult } from './schema.ts'

/** Required is an endpoint when any of its requirements is. */
export const isRequired = ({ requirements }: Pick<Endpoint, 'requirements'>): boolean =>
  requirements.some((requirement) => requirement.required)

/** The requirement asks that it can NOT be reached. */
const mustBeClosed = ({ endpoint }: ReportResult): boolean => endpoint.expect?.reachable === false

/**
 * Where a result stands for a reader: its verdict, but for endpoints that must not be reachable, for which the verdict says
 * what the network does and not whether that is right.
 */
export type Standing = 'exposed' | 'blocked' | 'denied' | 'degraded' | 'inconclusive' | 'open' | 'closed' | 'untestable'

/**
 * The standing of a result. `exposed`: reachable, and must not be; `closed`: not reachable, as it must be.
 */
export const standingOf = (result: ReportResult): Standing => {
  if (!mustBeClosed(result) || result.verdict === 'untestable') return result.verdict
  if (result.met === null) return 'inconclusive'
  return result.met ? 'closed' : 'exposed'
}
