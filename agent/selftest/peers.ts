/** What a peer may do with a connection, well-behaved and not. */
import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { Identity } from './certificates.ts'

/** Serves one connection. Its errors are taken care of, and it is closed in the end. */
export type Peer = (socket: Socket) => void

export const closes: Peer = (socket) => {
  socket.end()
}

export const resets: Peer = (socket) => {
  socket.resetAndDestroy()
}

export const staysSilent: Peer = (socket) => {
  socket.resume()
}

/** Writes and ends, without waiting to be spoken to. */
export const says =
  (text: string | Buffer): Peer =>
  (socket) => {
    socket.resume().end(text)
  }

/** Behaves so once the client has spoken. */
export const afterHello =
  (peer: Peer): Peer =>
  (socket) => {
    socket.once('data', () => {
      peer(socket)
    })
  }

/** Answers whatever is asked with these bytes, and ends. */
export const answers = (text: string | Buffer): Peer => afterHello(says(text))

/** A fatal TLS alert (RFC 8446, section 6). */
export const alerts = (alert: number): Peer => answers(Buffer.from([0x15, 3, 3, 0, 2, 2, alert]))

/** Only the first byte of a handshake: then it is cut. */
export const breaksMidway = answers(Buffer.from([0x16, 3, 3, 0, 0x7a, 2, 0, 0, 0x76, 3, 3]))

/** A proper TLS server; `peer` serves what is within. */
export const tls = ({ key, chain }: Identity, peer: Peer = staysSilent): Peer => {
  const secureContext = createSecureContext({ key, cert: chain })
  return (socket) => {
    const secured = new TLSSocket(socket, { isServer: true, secureContext })
    secured.on('error', () => undefined)
    peer(secured)
  }
}

/** One peer for clients that ask for this name in their ClientHello, another for the rest. */
export const bySni =
  (name: string, named: Peer, others: Peer): Peer =>
  (socket) => {
    socket.once('data', (hello: Buffer) => {
      socket.pause()
      socket.unshift(hello)
      const peer = hello.includes(name) ? named : others
      peer(socket)
    })
  }

/** A proxy that opens the tunnel; `peer` is at its other end, whatever was asked for. */
export const tunnels =
  (peer: Peer): Peer =>
  (socket) => {
    socket.once('data', () => {
      socket.pause()
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      peer(socket)
    })
  }

/** RFC 6455, section 1.3. */
const KEY_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const MASK_AT = 2
const PAYLOAD_AT = 6

/** Accepts an upgrade, with the right key or a wrong one, and answers pings or doesn't. */
export const upgrades =
  ({ key: isRight = true, pongs = true } = {}): Peer =>
  (socket) => {
    socket.once('data', (request: Buffer) => {
      const key = /^sec-websocket-key: (.*)$/im.exec(request.toString('latin1'))?.[1]?.trim() ?? ''
      const accept = createHash('sha1')
        .update((isRight ? key : '') + KEY_SUFFIX)
        .digest('base64')
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      )
      if (pongs) socket.on('data', (frame: Buffer) => socket.write(pongFor(frame)))
    })
  }

/** The pong for a short masked ping (RFC 6455, sections 5.2 and 5.5.3); a close frame comes back as it was. */
const pongFor = (frame: Buffer): Buffer => {
  const payload = frame
    .subarray(PAYLOAD_AT, PAYLOAD_AT + ((frame[1] ?? 0) & 0x7f))
    .map((byte, index) => byte ^ (frame[MASK_AT + (index % 4)] ?? 0))
  const opcode = (frame[0] ?? 0) & 0x0f
  return Buffer.concat([Buffer.of(0x80 | (opcode === 9 ? 10 : opcode), payload.length), payload])
}
