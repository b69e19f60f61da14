/** Servers below HTTP: bare TCP and UDP. */
import dgram from 'node:dgram'
import net, { isIPv6, type Socket } from 'node:net'
import { listening, type Service } from './service.ts'

/** A TCP server that does `accept` with each connection; `count` counts them from one. */
export const tcp =
  (port: number, accept: (socket: Socket, count: number) => void): Service =>
  async ({ address }) => {
    let count = 0
    const server = net.createServer((socket) => {
      socket.on('error', () => socket.destroy())
      accept(socket, ++count)
    })
    server.listen(port, address)
    await listening(server)
  }

/** Sends `text` at once, as SSH and SMTP do. */
export const greets = (text: string) => (socket: Socket) => {
  socket.write(text)
  socket.resume()
}

/** Takes what comes and says nothing. */
export const listens = (socket: Socket) => {
  socket.resume()
}

/** Closes or resets as soon as it is connected. */
export const closes = (socket: Socket) => {
  socket.end()
}
export const resets = (socket: Socket) => {
  socket.resetAndDestroy()
}

/** Answers the first bytes with `bytes`, and leaves it at that. */
export const replies = (bytes: string | Buffer) => (socket: Socket) => {
  socket.once('data', () => socket.write(bytes))
}

/** A UDP server; null: takes packets and says nothing. */
export const udp =
  (port: number, answer: string | null): Service =>
  async ({ address }) => {
    const server = dgram.createSocket(isIPv6(address) ? 'udp6' : 'udp4', (_packet, from) => {
      if (answer !== null) server.send(answer, from.port, from.address)
    })
    server.bind(port, address)
    await listening(server)
  }
