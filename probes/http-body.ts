import { cleanText } from './evidence.ts'
import type { Fault } from './observation.ts'

/** What is read of a body at most, in bytes. */
const ENOUGH_BYTES = 64 * 1024
/** How long it may take before we have seen enough, in milliseconds. */
const ENOUGH_MS = 1000
/** Characters on record, and the bytes that surely hold them in UTF-8. */
const TEXT_LENGTH = 4096
const TEXT_BYTES = 4 * TEXT_LENGTH

/** How a body ended. When we had enough, it is neither complete nor at fault. */
export type Body = {
  readonly text: string
  readonly bytesRead: number
  readonly complete: boolean
  readonly fault: Fault | null
}

export const NO_BODY: Body = { text: '', bytesRead: 0, complete: true, fault: null }

/** A body on its way in. */
export type BodyReader = {
  readonly take: (bytes: Buffer) => void
  /** The peer's end of it; the first end counts. */
  readonly end: (fault: Fault | null) => void
  /** Never rejects. */
  readonly body: Promise<Body>
}

/**
 * Reads the beginning of a body: until it ends, or enough has come, or enough time has passed, or the signal says so.
 * @param close called at the end, whoever made it
 */
export const readBody = (signal: AbortSignal, close: () => void): BodyReader => {
  const kept: Buffer[] = []
  let bytesRead = 0
  let settle: (body: Body) => void
  const body = new Promise<Body>((resolve) => {
    settle = resolve
  })
  const finish = (complete: boolean, fault: Fault | null) => {
    clearTimeout(timer)
    signal.removeEventListener('abort', enough)
    settle({ text: cleanText(Buffer.concat(kept).toString('utf8'), TEXT_LENGTH), bytesRead, complete, fault })
    close()
  }
  const enough = () => finish(false, null)
  const timer = setTimeout(enough, ENOUGH_MS)
  signal.addEventListener('abort', enough, { once: true })
  return {
    body,
    end: (fault) => finish(fault === null, fault),
    take: (bytes) => {
      if (bytesRead < TEXT_BYTES) kept.push(bytes.subarray(0, TEXT_BYTES - bytesRead))
      bytesRead += bytes.length
      if (bytesRead >= ENOUGH_BYTES) enough()
    },
  }
}
