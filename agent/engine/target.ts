import { targetOf as plainTargetOf } from '../judge/view.ts'
import type { Endpoint } from '../model.ts'
import type { Target } from '../../probes/probe.ts'

/** What of a run's options shapes every target. */
export type TargetOptions = {
  /** `--hold`, milliseconds; null: off. */
  readonly holdMs: number | null
  /** PEM text of each file that an `expect.ca` names. */
  readonly cas: ReadonlyMap<string, string>
}

/** Where an endpoint's probe is pointed. */
export const targetOf = (endpoint: Endpoint, options: TargetOptions): Target => ({
  ...plainTargetOf(endpoint),
  ...dueCa(endpoint, options),
  ...(endpoint.probe === 'websocket' && options.holdMs !== null && { holdMs: options.holdMs }),
})

/** The CA that is due at an endpoint, for its probe and for the experiments on it. */
export const dueCa = ({ expect }: Endpoint, { cas }: TargetOptions): Pick<Target, 'ca'> => {
  const ca = expect.ca === undefined ? undefined : cas.get(expect.ca)
  return ca === undefined ? {} : { ca }
}
