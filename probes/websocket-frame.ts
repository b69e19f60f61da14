import { randomBytes } from 'node:crypto'
import { StepFault } from './probe.ts'

/** RFC 6455, section 5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** The longest payload of a control frame, in bytes (section 5.5), and all that is kept of any other. */
const CONTROL_LENGTH = 125

const OPCODES: ReadonlySet<number> = new Set(Object.values(OPCODE))
const isControl = (opcode: number): boolean => opcode >= OPCODE.close

/** A frame of the server. `payload` is cut at 125 bytes: control frames have no more, and of data we only want to know it came. */
export type Frame = { readonly opcode: number; readonly payload: Buffer }

/** A control frame of a client: complete, and masked as section 5.3 asks. */
export const controlFrame = (opcode: number, payload: Uint8Array): Buffer => {
  if (payload.length > CONTROL_LENGTH) throw new RangeError(`Cannot send ${payload.length} bytes in a control frame`)
  const mask = randomBytes(4)
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))
  return Buffer.concat([Buffer.of(0x80 | opcode, 0x80 | payload.length), mask, masked])
}

/**
 * Takes a server's bytes as they come and gives the frames that they complete. Holds a few bytes between calls, however long a
 * frame says it is.
 * @throws StepFault `malformed` on what no server may send to a client that agreed to no extension; `code` says what
 */
export const frameReader = (): ((bytes: Buffer) => Frame[]) => {
  let held = Buffer.alloc(0)
  let skip = 0
  return (bytes) => {
    const frames: Frame[] = []
    let rest = skip > 0 ? bytes : Buffer.concat([held, bytes])
    for (;;) {
      const skipped = Math.min(skip, rest.length)
      skip -= skipped
      rest = rest.subarray(skipped)
      const head = skip > 0 ? null : readHead(rest)
      const kept = Math.min(head?.length ?? 0, CONTROL_LENGTH)
      if (head === null || rest.length < head.size + kept) break
      frames.push({ opcode: head.opcode, payload: rest.subarray(head.size, head.size + kept) })
      skip = head.length - kept
      rest = rest.subarray(head.size + kept)
    }
    held = Buffer.from(rest)
    return frames
  }
}

type Head = { readonly opcode: number; readonly size: number; readonly length: number }

/** Null: not all of it is here yet. */
const readHead = (bytes: Buffer): Head | null => {
  if (bytes.length < 2) return null
  const [first, second] = [bytes.readUInt8(0), bytes.readUInt8(1)]
  const opcode = first & 0x0f
  const short = second & 0x7f
  if ((first & 0x70) !== 0) throw malformed('reserved-bits')
  if (!OPCODES.has(opcode)) throw malformed('opcode')
  if ((second & 0x80) !== 0) throw malformed('masked')
  if (isControl(opcode) && (first & 0x80) === 0) throw malformed('fragmented-control')
  if (isControl(opcode) && short > CONTROL_LENGTH) throw malformed('long-control')
  if (short <= CONTROL_LENGTH) return { opcode, size: 2, length: short }
  const size = short === 126 ? 4 : 10
  if (bytes.length < size) return null
  const length = short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  if (!Number.isSafeInteger(length)) throw malformed('length')
  return { opcode, size, length }
}

const malformed = (code: string): StepFault => new StepFault({ kind: 'malformed', code })
