import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { Client, errors } from 'undici'
import type { Connection } from './dial.ts'
import { firstBytesOf, keepHeaders } from './evidence.ts'
import { faultOf } from './fault.ts'
import { NO_BODY, readBody, type Body, type BodyReader } from './http-body.ts'
import type { Fault, HttpFacts } from './observation.ts'
import { StepFault } from './probe.ts'

/** What may come before the body: the final answer's head and any 1xx answers before it, in bytes. */
const HEAD_BYTES = 64 * 1024

/** A GET request. */
export type HttpRequest = {
  readonly protocol: HttpFacts['protocol']
  /** Path and query at the origin. */
  readonly path: string
  /** For a proxy that forwards: the absolute form instead of the path (RFC 9112, section 3.2.2). */
  readonly absolute?: string
  readonly headers: Readonly<Record<string, string>>
  /** The protocol to go on with instead of HTTP. */
  readonly upgrade?: string
}

/** The final answer, known once its head is. */
export type Answer = {
  /** `body` is added when the body ends. */
  readonly facts: HttpFacts
  /** Empty after an upgrade. Never rejects. */
  readonly body: Promise<Body>
  /** After an upgrade: the connection from the first byte after the head on. Null also for a 101 that names no upgrade. */
  readonly upgraded: Duplex | null
}

/** The end that we make. One for all, because making an error costs as much as parsing an answer. */
const OVER = new Error('over')

/** Tells undici that the connection we lent it was the only one. */
const SPENT = new Error('spent')

const ignore = () => undefined

/**
 * Asks once over a connection and closes it after the answer, unless it was upgraded. No redirect is followed. undici writes and
 * parses; what it doesn't tell (the first bytes of what isn't HTTP, who ended the stream, an alert) is seen on the connection. Bytes, time
 * and memory are bounded whatever the peer sends.
 * @throws StepFault with the facts when no final answer comes
 */
export const ask = ({ socket }: Connection, request: HttpRequest, signal: AbortSignal): Promise<Answer> =>
  new Promise((resolve, reject) => {
    let lent = false
    let bytesRead = 0
    let first: Uint8Array = new Uint8Array()
    let reader: BodyReader | null = null
    let failure: Error | null = null

    const watch = (bytes: Buffer) => {
      if (bytesRead === 0) first = bytes
      // What came before this piece was all head; a good part of this one may be body.
      if (reader === null && bytesRead > HEAD_BYTES) void client.destroy(new errors.HeadersOverflowError())
      bytesRead += bytes.length
    }
    const client = new Client('http://dialled', {
      // undici hangs when this calls back at once, and calls it again, for ever, when the connection ends before it could ask.
      connect: (_options, connected) => {
        process.nextTick(() => {
          if (lent) {
            connected(SPENT, null)
            return
          }
          lent = true
          socket.on('data', watch)
          socket.once('error', (error: Error) => {
            failure = error
          })
          connected(null, socket)
        })
      },
      allowH2: false,
      maxHeaderSize: HEAD_BYTES,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const close = () => client.destroy(OVER, ignore)
    const facts = (rest: Partial<HttpFacts>): HttpFacts => ({
      protocol: request.protocol,
      method: 'GET',
      path: request.path.replace(/\?.*$/s, ''),
      bytesRead,
      ...rest,
    })
    client.dispatch(
      {
        method: 'GET',
        path: request.absolute ?? request.path,
        headers: request.headers,
        reset: true,
        upgrade: request.upgrade ?? null,
      },
      {
        onRequestStart: ignore,
        onRequestUpgrade: (_controller, status, headers, upgraded) => {
          socket.off('data', watch)
          resolve({ facts: facts({ status, headers: keepHeaders(headers) }), body: Promise.resolve(NO_BODY), upgraded })
        },
        onResponseStart: (_controller, status, headers) => {
          if (status < 200 && status !== 101) return
          reader = readBody(signal, close)
          const answer: { -readonly [Key in keyof HttpFacts]: HttpFacts[Key] } = facts({
            status,
            headers: keepHeaders(headers),
          })
          const body = reader.body.then((body) => {
            answer.body = body.text
            return body
          })
          resolve({ facts: answer, body, upgraded: null })
        },
        onResponseData: (_controller, bytes) => {
          reader?.take(bytes)
        },
        onResponseEnd: () => {
          reader?.end(null)
        },
        onResponseError: (_controller, error) => {
          const fault: Fault = signal.aborted ? { kind: 'aborted' } : faultIn(failure ?? error, socket)
          if (reader !== null) reader.end(fault)
          else reject(new StepFault(fault, facts(firstBytesOf(first))))
          close()
        },
      },
    )
  })

/** What undici makes of a peer that breaks the rules or leaves; its other errors are the system's, or ours. */
const isBreach = (error: unknown): boolean =>
  error === SPENT ||
  error instanceof errors.HTTPParserError ||
  error instanceof errors.HeadersOverflowError ||
  error instanceof errors.ResponseContentLengthMismatchError ||
  error instanceof errors.SocketError

/** @param error the connection's first error, before what undici made of it: after an alert it goes on to the end behind it */
const faultIn = (error: Error, { readableEnded }: Socket): Fault => {
  if (!isBreach(error)) return faultOf(error)
  // What is missing when the peer ends the stream isn't of wrong form: it never came.
  return { kind: readableEnded ? 'closed' : 'malformed' }
}
