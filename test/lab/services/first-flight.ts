import type { Socket } from 'node:net'
import { isWhole } from './hello.ts'

/** What becomes of a connection: it goes on, or not. `send` is sent before the end. */
export type Fate =
  'answer' | 'close' | 'reset' | 'silent' | { readonly send: Buffer; readonly then: 'close' | 'reset' | 'silent' }

/** A connection that sends more than this before its first record is whole isn't TLS. */
const FIRST_FLIGHT_MAX = 20_000

/** Ends a connection as its fate wants. */
export const suffer = (socket: Socket, fate: Exclude<Fate, 'answer'>): void => {
  const end = typeof fate === 'string' ? fate : fate.then
  const finish = () => {
    if (end === 'close') socket.destroy()
    if (end === 'reset') socket.resetAndDestroy()
  }
  if (typeof fate === 'string') finish()
  // A moment, so that what was sent arrives before a reset discards it.
  else socket.write(fate.send, () => setTimeout(finish, 20))
}

/** Calls `then` with the whole first TLS record, or with whatever came when it isn't TLS. */
export const firstFlight = (socket: Socket, then: (bytes: Buffer) => void): void => {
  let bytes = Buffer.alloc(0)
  socket.on('error', () => socket.destroy())
  const onData = (data: Buffer) => {
    bytes = Buffer.concat([bytes, data])
    if (bytes[0] === 22 && !isWhole(bytes) && bytes.length < FIRST_FLIGHT_MAX) return
    socket.off('data', onData)
    socket.pause()
    then(bytes)
  }
  socket.on('data', onData)
}
