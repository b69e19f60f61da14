import type { Socket } from 'node:net'
import { clientHello } from './client-hello.ts'
import { dial } from './dial.ts'
import { firstBytesOf } from './evidence.ts'
import { faultOf } from './fault.ts'
import type { Fault, TlsFacts } from './observation.ts'
import { StepFault, type Probe } from './probe.ts'
import { helloFor } from './trust.ts'

/** Bytes that must show what the peer is: room for some warnings before the ServerHello. */
const ENOUGH = 64

/**
 * A ClientHello of our own on a bare socket, and the first bytes that answer it: Node hands over no byte of a peer that isn't TLS,
 * and not every alert's number. A ServerHello is ok; nothing is negotiated after it. For experiments only.
 */
export const hello: Probe = {
  proxied: false,
  run: async (job) => {
    const { socket } = await dial(job, { tls: false })
    const { sni } = helloFor(job.target, [])
    const kind = job.target.hello ?? 'small'
    await job.step('tls', async () => {
      const sent = clientHello(sni, kind)
      const { bytes, fault } = await answerTo(socket, sent)
      const facts: TlsFacts = {
        sni,
        hello: kind === 'large' ? 'large' : 'small',
        chain: [],
        trust: [],
        bytesRead: bytes.length,
        bytesWritten: sent.length,
        ...firstBytesOf(bytes),
      }
      if (fault !== null) throw new StepFault(fault, facts)
      return facts
    })
    socket.destroy()
  },
}

type Answer = { readonly bytes: Buffer; readonly fault: Fault | null }

/** Reads until the bytes say what the peer is, or until it hangs up. Never rejects; the signal closes the socket. */
const answerTo = (socket: Socket, sent: Buffer): Promise<Answer> =>
  new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0)
    const hangUp = (fault: Fault) => resolve({ bytes, fault: warningIn(bytes) ?? fault })
    socket.on('data', (more: Buffer) => {
      bytes = Buffer.concat([bytes, more])
      const reading = read(bytes.subarray(0, ENOUGH))
      if (reading !== 'more') resolve({ bytes, fault: reading })
      else if (bytes.length >= ENOUGH) resolve({ bytes, fault: { kind: 'malformed' } })
    })
    socket.on('error', (error) => hangUp(faultOf(error)))
    socket.on('end', () => hangUp({ kind: 'closed' }))
    socket.on('close', () => hangUp({ kind: 'closed' }))
    socket.write(sent)
  })

const ALERT = 0x15
const HANDSHAKE = 0x16
const SERVER_HELLO = 2
const ALERT_BYTES = 7

/** What the bytes are (RFC 8446, sections 5.1 and 6): null for a ServerHello, `more` where they are too few to say. */
const read = (bytes: Buffer): Fault | null | 'more' => {
  const [type, major, , , length, level, alert] = bytes
  if (type === undefined) return 'more'
  if ((type !== ALERT && type !== HANDSHAKE) || (major ?? 3) !== 3) return { kind: 'malformed' }
  if (type === HANDSHAKE) {
    if (level === undefined) return 'more'
    return level === SERVER_HELLO ? null : { kind: 'malformed' }
  }
  if (alert === undefined) return 'more'
  if (length !== 2) return { kind: 'malformed' }
  // A server may warn (unrecognized_name, 112) and go on.
  return level === 1 ? read(bytes.subarray(ALERT_BYTES)) : { kind: 'alert', alert }
}

/** The alert of a peer that only warned, and then hung up. */
const warningIn = (bytes: Buffer): Fault | null => {
  const alert = bytes[ALERT_BYTES - 1]
  return bytes[0] === ALERT && alert !== undefined ? { kind: 'alert', alert } : null
}
