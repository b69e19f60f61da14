import { isIP } from 'node:net'
import type { Connection } from './dial.ts'
import type { HttpRequest } from './http-exchange.ts'
import type { HttpFacts } from './observation.ts'
import type { Job } from './probe.ts'

/** The GET request of a job, for a connection as it was dialled: in absolute form, with credentials, where a proxy forwards it. */
export const requestOf = (
  { target, proxy, world }: Job,
  { proxied }: Connection,
  protocol: HttpFacts['protocol'],
  secure: boolean,
): HttpRequest => {
  const path = target.path ?? '/'
  const name = isIP(target.host) === 6 ? `[${target.host}]` : target.host
  const authority = target.port === (secure ? 443 : 80) ? name : `${name}:${target.port}`
  const headers = { Host: authority, 'User-Agent': world.userAgent, Accept: '*/*' }
  if (proxied !== 'forward') return { protocol, path, headers }
  return {
    protocol,
    path,
    absolute: `http://${authority}${path}`,
    headers: {
      ...headers,
      ...(proxy?.authorization !== undefined && { 'Proxy-Authorization': proxy.authorization }),
    },
  }
}
