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
export const targetOf = (endpoint: Endpoint, options: TargetOptions): Target => {
  const { host, port, path, tls, sni, expect } = endpoint
  const ca = expect.ca === undefined ? undefined : options.cas.get(expect.ca)
  return {
    host,
    port,
    ...(path !== undefined && { path }),
    ...(tls !== undefined && { tls }),
    ...(sni !== undefined && { sni }),
    ...(ca !== undefined && { ca }),
    ...(endpoint.probe === 'websocket' && options.holdMs !== null && { holdMs: options.holdMs }),
  }
}
