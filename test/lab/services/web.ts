/** HTTP with and without TLS, and every way to get it wrong. */
import http, { type IncomingMessage, type RequestListener } from 'node:http'
import https from 'node:https'
import net, { type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SecureContextOptions } from 'node:tls'
import { good, type Certificate } from '../pki.ts'
import { firstFlight, suffer, type Fate } from './first-flight.ts'
import { isClientHello, serverName } from './hello.ts'
import { listening, type Service } from './service.ts'

export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

export type Web = {
  readonly port?: number
  readonly answer?: RequestListener
  readonly upgrade?: Upgrade
}

export type SecureWeb = Web & {
  readonly certificate?: Certificate
  /** What becomes of a ClientHello, by the name in it. */
  readonly hello?: (sni: string | null, host: string) => Fate
  readonly tls?: SecureContextOptions & { readonly requestCert?: boolean; readonly rejectUnauthorized?: boolean }
}

/** An answer with this status. */
export const says =
  (status: number, headers: Readonly<Record<string, string>> = {}, body = ''): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body)
  }

/** Leaves the request without an answer. */
export const saysNothing: RequestListener = () => undefined

/** Closes the connection instead of answering. */
export const hangsUp: RequestListener = (request) => {
  request.socket.destroy()
}

/** Resets the connection instead of answering. A TLS socket can't; the one below it can. */
export const slamsDown: RequestListener = (request) => {
  const below = accepted.get(peerOf(request.socket)) ?? request.socket
  below.resetAndDestroy()
}

/** Connections of the servers with TLS, by their peer. */
const accepted = new Map<string, Socket>()
const peerOf = ({ remoteAddress, remotePort, localAddress }: Socket) => `${remoteAddress}:${remotePort}-${localAddress}`
const remember = (socket: Socket) => {
  const peer = peerOf(socket)
  accepted.set(peer, socket)
  socket.once('close', () => accepted.delete(peer))
}

/** Answers with these bytes, whatever they are. */
export const saysRaw =
  (bytes: string): RequestListener =>
  (request) => {
    request.socket.end(bytes)
  }

const ok = says(200, { 'content-type': 'text/plain' }, 'ok')

/** Plain HTTP, port 80. */
export const plainWeb =
  ({ port = 80, answer = ok, upgrade }: Web = {}): Service =>
  async ({ address }) => {
    const server = http.createServer(answer)
    if (upgrade) server.on('upgrade', upgrade)
    server.listen(port, address)
    await listening(server)
  }

/** HTTP over TLS, port 443. */
export const web =
  ({ port = 443, answer = ok, upgrade, certificate = good, hello, tls }: SecureWeb = {}): Service =>
  async ({ address, host, pki }) => {
    const server = https.createServer({ ...certificate(host, pki), ...tls }, answer)
    if (upgrade) server.on('upgrade', upgrade)
    server.on('connection', remember)
    server.on('tlsClientError', (_error, socket) => socket.destroy())
    if (hello === undefined) {
      server.listen(port, address)
      await listening(server)
      return
    }
    const front = net.createServer((socket) =>
      firstFlight(socket, (bytes) => {
        const fate = isClientHello(bytes) ? hello(serverName(bytes), host) : 'close'
        if (fate === 'answer') {
          socket.unshift(bytes)
          server.emit('connection', socket)
        } else suffer(socket, fate)
      }),
    )
    front.listen(port, address)
    await listening(front)
  }
