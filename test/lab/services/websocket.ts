/** What a server does with a websocket upgrade (RFC 6455). */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { WebSocketServer } from 'ws'
import type { Upgrade } from './web.ts'

/** RFC 6455, section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

const switching = (accept: string) =>
  `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
const acceptOf = (request: IncomingMessage) =>
  createHash('sha1')
    .update(`${request.headers['sec-websocket-key'] ?? ''}${GUID}`)
    .digest('base64')

const server = new WebSocketServer({ noServer: true })

/** A websocket as it should be: pings are answered. */
export const speaks: Upgrade = (request, socket, head) => {
  server.handleUpgrade(request, socket, head, () => undefined)
}

/** Answers pings, and cuts the connection once it is `seconds` old. */
export const drops =
  (seconds: number): Upgrade =>
  (request, socket, head) => {
    server.handleUpgrade(request, socket, head, (websocket) => setTimeout(() => websocket.terminate(), seconds * 1000))
  }

/** Upgrades, and then no frame passes. */
export const swallows: Upgrade = (request, socket) => {
  socket.on('error', () => socket.destroy())
  socket.write(switching(acceptOf(request)))
  socket.resume()
}

/** 101 with an accept value that belongs to another key. */
export const forges: Upgrade = (_request, socket) => {
  socket.on('error', () => socket.destroy())
  socket.write(switching('c2FtZSBmb3IgZXZlcnlib2R5ISE='))
}

/** Refuses the upgrade with a status. */
export const refuses =
  (status: string, headers = ''): Upgrade =>
  (_request, socket) => {
    socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n${headers}\r\n`)
  }
