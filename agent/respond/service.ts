import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, isIP, type AddressInfo, type Socket } from 'node:net'
import type { Admits } from './rate-limit.ts'
import { GREETING } from './protocol.ts'

/** Something that listens. */
export type Service = { readonly port: number; readonly close: () => void }

/** Connections at a time, and how long one may last, milliseconds. */
const MOST_CONNECTIONS = 256
const LASTS_MS = 10_000

/**
 * Listens for connections; each is closed after ten seconds whatever happens, and all of them with the service.
 * @param host absent: every address of this machine
 * @param port 0: any that is free
 * @throws the system's error (EADDRINUSE, EACCES, ...)
 */
export const listenTcp = async (
  host: string | undefined,
  port: number,
  serve: (socket: Socket) => void,
): Promise<Service> => {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const timer = setTimeout(() => socket.destroy(), LASTS_MS)
    sockets.add(socket)
    socket
      .on('error', () => undefined)
      .once('close', () => {
        clearTimeout(timer)
        sockets.delete(socket)
      })
    serve(socket)
  })
  server.maxConnections = MOST_CONNECTIONS
  server.listen({ port, ...(host !== undefined && { host }) })
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Greets whoever connects and closes. What they say is read and dropped. */
export const greetTcp = (host: string | undefined, port: number, admits: Admits): Promise<Service> =>
  listenTcp(host, port, (socket) => {
    if (admits(socket.remoteAddress ?? '')) socket.resume().end(GREETING)
    else socket.destroy()
  })

/**
 * Answers datagrams: with no more bytes than were asked with, so that nobody can use it against a third, and never what may be an
 * answer of its own kind, so that two of them don't keep each other busy.
 * @throws the system's error
 */
export const answerUdp = async (host: string | undefined, port: number, admits: Admits): Promise<Service> => {
  const socket = await bindUdp(host, port)
  socket.on('error', () => undefined)
  socket.on('message', (question, { address, port }) => {
    if (mayBeAnswer(question) || !admits(address)) return
    socket.send(GREETING.subarray(0, question.length), port, address, () => undefined)
  })
  return { port: socket.address().port, close: () => socket.close() }
}

const bindUdp = async (host: string | undefined, port: number): Promise<UdpSocket> => {
  const bind = async (type: 'udp4' | 'udp6', address?: string) => {
    const socket = createSocket(type)
    socket.bind({ port, ...(address !== undefined && { address }) })
    await once(socket, 'listening')
    return socket
  }
  if (host !== undefined) return bind(isIP(host) === 6 ? 'udp6' : 'udp4', host)
  // Both families at once, but where this machine has no IPv6.
  return bind('udp6').catch(() => bind('udp4'))
}

const mayBeAnswer = (datagram: Buffer): boolean =>
  datagram.subarray(0, GREETING.length).equals(GREETING.subarray(0, datagram.length))
