import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)

/** A text that many ask for: compressed once, when it is first asked for so. */
export type Document = {
  /** Content-Type. */
  readonly type: string
  readonly text: string
  readonly compressed: () => Promise<Buffer>
}

/** A text with its Content-Type. */
export const createDocument = (type: string, text: string): Document => {
  let compressing: Promise<Buffer> | undefined
  return { type, text, compressed: () => (compressing ??= compress(text)) }
}
