import type { Endpoint } from './model.ts'

type Named = Pick<Endpoint, 'host' | 'port' | 'probe' | 'check'>

/** `host:port`, an IPv6 address in brackets. */
export const hostPort = ({ host, port }: Pick<Endpoint, 'host' | 'port'>): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** The most exact name of an endpoint. */
export const fullName = (endpoint: Named): string =>
  `${hostPort(endpoint)}/${endpoint.probe}${endpoint.check === undefined ? '' : `/${endpoint.check}`}`

/**
 * Names of endpoints within a run, in findings and for people: `host:port`, and the probe (and the check) where that isn't
 * unique: `host:port/websocket`, `host:port/https/entra-id`.
 */
export const endpointNamer = (endpoints: readonly Named[]): ((endpoint: Named) => string) => {
  const seen = new Map<string, number>()
  for (const endpoint of endpoints) seen.set(hostPort(endpoint), (seen.get(hostPort(endpoint)) ?? 0) + 1)
  return (endpoint) => {
    const name = hostPort(endpoint)
    return (seen.get(name) ?? 0) > 1 ? fullName(endpoint) : name
  }
}
