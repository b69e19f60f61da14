import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { faultOf } from './fault.ts'
import { StepFault } from './probe.ts'
import { controlFrame, frameReader, OPCODE, type Frame } from './websocket-frame.ts'

/** What a server may send us in one session, in bytes: far more than any greeting. */
const SESSION_BYTES = 4 * 1024 * 1024

/** An open websocket. What the server sends of its own accord is read and dropped, and its pings are answered. */
export type Session = {
  /** Sends a ping; resolves when its pong comes. Rejects with a StepFault when the connection ends first. */
  readonly ping: () => Promise<void>
  /** Says nothing for so many milliseconds, or until the signal aborts. Rejects likewise. */
  readonly stayQuiet: (ms: number, signal: AbortSignal) => Promise<void>
  /** The code of the server's close frame: 1005 when it gave none (RFC 6455, section 7.1.5). */
  readonly closeCode: () => number | null
  /** Says goodbye; resolves when that is on its way. */
  readonly leave: () => Promise<void>
}

/** Goes on over a connection that was upgraded. It has to be closed by its owner, whose closing ends everything pending here. */
export const openSession = (socket: Duplex): Session => {
  let fail!: (error: unknown) => void
  const ended = new Promise<never>((_, reject) => {
    fail = reject
  })
  ended.catch(() => undefined)
  const read = frameReader()
  let bytesRead = 0
  let closeCode: number | null = null
  let awaited: { readonly payload: Buffer; readonly arrived: () => void } | null = null

  const take = ({ opcode, payload }: Frame) => {
    if (opcode === OPCODE.pong && awaited?.payload.equals(payload) === true) awaited.arrived()
    if (opcode !== OPCODE.close) return
    closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005
    fail(new StepFault({ kind: 'closed' }))
  }
  socket.on('data', (bytes: Buffer) => {
    try {
      bytesRead += bytes.length
      if (bytesRead > SESSION_BYTES) throw new StepFault({ kind: 'malformed', code: 'flood' })
      const frames = read(bytes)
      frames.forEach(take)
      // The last ping stands for those before it (section 5.5.3). A server that doesn't read gets no more of them.
      const ping = frames.findLast(({ opcode }) => opcode === OPCODE.ping)
      if (ping !== undefined && !socket.writableNeedDrain) socket.write(controlFrame(OPCODE.pong, ping.payload))
    } catch (error) {
      socket.pause()
      fail(error)
    }
  })
  socket.on('end', () => fail(new StepFault({ kind: 'closed' })))
  socket.on('error', (error) => fail(new StepFault(faultOf(error))))
  socket.on('close', () => fail(new StepFault({ kind: 'aborted' })))

  return {
    ping: () => {
      const pong = new Promise<void>((arrived) => {
        awaited = { payload: randomBytes(8), arrived }
        socket.write(controlFrame(OPCODE.ping, awaited.payload))
      })
      return Promise.race([pong, ended])
    },
    stayQuiet: (ms, signal) => Promise.race([pause(ms, signal), ended]),
    closeCode: () => closeCode,
    leave: () =>
      new Promise((resolve) => {
        socket.end(controlFrame(OPCODE.close, Buffer.of(0x03, 0xe8)), () => resolve())
      }),
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
  })
