import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'

/** Connections at a time. */
const MOST_CONNECTIONS = 512

/**
 * Keeps the number of connections bounded by giving up the oldest that waits for nothing of ours: those who open many and say
 * little can't keep a scraper out.
 */
export const boundConnections = (server: Server | TlsServer, most = MOST_CONNECTIONS): void => {
  /** By the peer's address and port; oldest first. A TLS socket takes the place of the one beneath it. */
  const idle = new Map<string, Socket>()
  let count = 0
  const nameOf = ({ remoteAddress = '', remotePort = 0 }: Socket) => `${remoteAddress} ${remotePort}`
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket)
    idle.set(name, socket)
    count++
    socket.once('close', () => {
      idle.delete(name)
      count--
    })
    const [oldest] = idle
    if (count <= most || oldest === undefined) return
    idle.delete(oldest[0])
    oldest[1].destroy()
  })
  server.on('secureConnection', (socket: Socket) => {
    const name = nameOf(socket)
    if (idle.has(name)) idle.set(name, socket)
  })
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const name = nameOf(socket)
    idle.delete(name)
    response.once('close', () => {
      if (!socket.destroyed) idle.set(name, socket)
    })
  })
}
