import type { Socket } from 'node:net'

/** A request's head as a transparent proxy for HTTP reads it. */
export type Head = { readonly bytes: Buffer; readonly host: string }

const END = '\r\n\r\n'
const HEAD_MAX = 20_000

/** Calls `then` once the head is whole. */
export const readHead = (socket: Socket, then: (head: Head) => void): void => {
  let bytes = Buffer.alloc(0)
  const onData = (data: Buffer) => {
    bytes = Buffer.concat([bytes, data])
    if (bytes.length > HEAD_MAX) socket.destroy()
    if (!bytes.includes(END)) return
    socket.off('data', onData)
    socket.pause()
    const host = /^host:\s*([^\s:]+)/im.exec(bytes.toString('latin1'))?.[1] ?? ''
    then({ bytes, host: host.toLowerCase() })
  }
  socket.on('data', onData)
}

/** An HTTP answer, whole; the connection ends with it. */
export const answer = (status: string, headers: Readonly<Record<string, string>>, body: string): string =>
  [
    `HTTP/1.1 ${status}`,
    ...Object.entries({ ...headers, 'Content-Length': `${Buffer.byteLength(body)}`, Connection: 'close' }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    '',
    body,
  ].join('\r\n')
