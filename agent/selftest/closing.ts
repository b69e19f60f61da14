import type { Socket } from 'node:net'

/** What was opened for one case, to be closed at its end. */
export type Closing = {
  readonly add: (close: () => unknown) => void
  /** Keeps a connection's errors from ending the process, and destroys it in the end. */
  readonly socket: (socket: Socket) => void
  readonly close: () => void
}

export const createClosing = (): Closing => {
  const closers: (() => unknown)[] = []
  const sockets = new Set<Socket>()
  return {
    add: (close) => void closers.push(close),
    socket: (socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    },
    close: () => {
      for (const close of closers) close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
