import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import { plain, type Answer } from './answer.ts'
import { isLoopback } from './listen.ts'
import { createCredentials, type Credentials } from './passwords.ts'
import type { ClientAuth, WebConfig } from './web-config.ts'

/** Who asks, and whether they may. */
export type Caller = {
  /** Null: welcome. Otherwise what they are told. */
  readonly refuse: (request: IncomingMessage) => Promise<Answer | null>
  /** Of a request that isn't refused: the caller is on this machine, or has proven who they are. */
  readonly isTrusted: (request: IncomingMessage) => boolean
}

/** What this web configuration asks of callers. */
export const createCaller = ({ users, tls }: WebConfig): Caller => {
  const credentials = users.size === 0 ? null : createCredentials(users)
  const clientAuth = tls?.clientAuth ?? 'NoClientCert'
  return {
    refuse: async ({ socket, headers }) => {
      if (socket instanceof TLSSocket && !hasDueCertificate(socket, clientAuth))
        return plain(403, 'A client certificate is due here.', { Connection: 'close' })
      return credentials === null ? null : refuseUnknown(headers.authorization, credentials)
    },
    isTrusted: (request) =>
      credentials !== null || clientAuth === 'RequireAndVerifyClientCert' || isOnThisMachine(request),
  }
}

/** Node itself refuses the handshake for `RequireAndVerifyClientCert`; the others are looked at here. */
const hasDueCertificate = (socket: TLSSocket, clientAuth: ClientAuth): boolean => {
  const isGiven = Object.keys(socket.getPeerCertificate()).length > 0
  if (clientAuth === 'RequireAnyClientCert') return isGiven
  return clientAuth !== 'VerifyClientCertIfGiven' || !isGiven || socket.authorized
}

/** Basic authentication (RFC 7617). */
const refuseUnknown = async (authorization: string | undefined, credentials: Credentials): Promise<Answer | null> => {
  const unknown = plain(401, 'Name and password are due here.', {
    'WWW-Authenticate': 'Basic realm="connprobe", charset="UTF-8"',
  })
  const encoded = /^Basic +([\w+/=-]+) *$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return unknown
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon === -1) return unknown
  const verdict = await credentials(pair.slice(0, colon), pair.slice(colon + 1))
  if (verdict === 'busy') return plain(429, 'Too many passwords to check.', { 'Retry-After': '2' })
  return verdict === 'right' ? null : unknown
}

/**
 * From loopback, to a name of loopback, and not handed on by a proxy: a page of somebody else that rebinds its name to
 * 127.0.0.1 gets no trust.
 */
const isOnThisMachine = ({ socket, headers }: IncomingMessage): boolean =>
  isLoopback(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined &&
  (headers['sec-fetch-site'] === undefined || ['same-origin', 'none'].includes(headers['sec-fetch-site'])) &&
  isLoopback((headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'))
