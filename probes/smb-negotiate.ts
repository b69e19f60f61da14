import { randomBytes } from 'node:crypto'

/** Dialects that we offer (MS-SMB2, section 2.2.3), oldest first: all there are of SMB 2 and 3. */
const DIALECTS: Readonly<Record<number, string>> = {
  0x0202: '2.0.2',
  0x0210: '2.1',
  0x0300: '3.0',
  0x0302: '3.0.2',
  0x0311: '3.1.1',
}

const PROTOCOL_ID = Buffer.from([0xfe, 0x53, 0x4d, 0x42])
/** The transport's header, and SMB2's behind it, in bytes (MS-SMB2, sections 2.1 and 2.2.1). */
const TRANSPORT_LENGTH = 4
const HEADER_LENGTH = 64
/** Status, command and flags in the answer, the dialect chosen behind them (sections 2.2.1.2 and 2.2.4). */
const STATUS_AT = TRANSPORT_LENGTH + 8
const COMMAND_AT = TRANSPORT_LENGTH + 12
const FLAGS_AT = TRANSPORT_LENGTH + 16
const DIALECT_AT = TRANSPORT_LENGTH + HEADER_LENGTH + 4
/** The longest answer to believe in: security blob and contexts take a few hundred bytes. */
const ANSWER_LENGTH = 64 * 1024

/** NEGOTIATE over direct TCP (section 2.2.3), as a client of all dialects sends it. It opens no session. */
export const negotiateRequest = (): Buffer => {
  const dialects = Object.keys(DIALECTS).map(Number)
  const header = Buffer.alloc(HEADER_LENGTH)
  PROTOCOL_ID.copy(header)
  header.writeUInt16LE(HEADER_LENGTH, 4)
  header.writeUInt16LE(1, 14) // one credit, please
  const contexts = [
    // PREAUTH_INTEGRITY_CAPABILITIES: SHA-512, with a salt.
    context(1, Buffer.concat([uint16s(1, 32, 1), randomBytes(32)])),
    // ENCRYPTION_CAPABILITIES: AES-GCM and AES-CCM, 128 and 256 bits.
    context(2, uint16s(4, 2, 1, 4, 3)),
  ]
  const body = Buffer.alloc(36)
  const list = uint16s(...dialects)
  body.writeUInt16LE(36, 0)
  body.writeUInt16LE(dialects.length, 2)
  body.writeUInt16LE(1, 4) // signing enabled
  body.writeUInt32LE(0x7f, 8) // all capabilities
  randomBytes(16).copy(body, 12) // client GUID
  const message = pad(Buffer.concat([header, body, list]))
  message.writeUInt32LE(message.length, HEADER_LENGTH + 28)
  message.writeUInt16LE(contexts.length, HEADER_LENGTH + 32)
  const whole = Buffer.concat([message, ...contexts])
  const transport = Buffer.alloc(TRANSPORT_LENGTH)
  transport.writeUInt32BE(whole.length)
  return Buffer.concat([transport, whole])
}

const uint16s = (...values: readonly number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer)

/** A negotiate context (section 2.2.3.1), which begin at multiples of eight bytes. */
const context = (type: number, data: Buffer): Buffer => pad(Buffer.concat([uint16s(type, data.length, 0, 0), data]))

const pad = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7)])

/** What the first bytes of an answer say; `more`: not enough of them to tell. `status` is an NTSTATUS (MS-ERREF, section 2.3). */
export type Negotiated =
  | { readonly is: 'more' }
  | { readonly is: 'malformed' }
  | { readonly is: 'error'; readonly status: number }
  | { readonly is: 'agreed'; readonly dialect: string }

/** Reads the answer to a NEGOTIATE from its beginning. What can't become one is malformed from the first wrong byte on. */
export const readNegotiated = (bytes: Buffer): Negotiated => {
  const begin = Buffer.concat([Buffer.of(0), bytes.subarray(1, TRANSPORT_LENGTH), PROTOCOL_ID])
  const seen = Math.min(bytes.length, begin.length)
  if (!bytes.subarray(0, seen).equals(begin.subarray(0, seen))) return { is: 'malformed' }
  if (bytes.length < DIALECT_AT + 2 && bytes.length < TRANSPORT_LENGTH + lengthOf(bytes)) return { is: 'more' }
  return lengthOf(bytes) <= ANSWER_LENGTH ? readAnswer(bytes) : { is: 'malformed' }
}

const lengthOf = (bytes: Buffer): number => (bytes.length < TRANSPORT_LENGTH ? Infinity : bytes.readUInt32BE())

const readAnswer = (bytes: Buffer): Negotiated => {
  if (bytes.length < TRANSPORT_LENGTH + HEADER_LENGTH) return { is: 'malformed' }
  const isAnswer = bytes.readUInt16LE(COMMAND_AT) === 0 && (bytes.readUInt32LE(FLAGS_AT) & 1) === 1
  if (!isAnswer) return { is: 'malformed' }
  const status = bytes.readUInt32LE(STATUS_AT)
  if (status !== 0) return { is: 'error', status }
  const dialect = bytes.length < DIALECT_AT + 2 ? undefined : DIALECTS[bytes.readUInt16LE(DIALECT_AT)]
  return dialect === undefined ? { is: 'malformed' } : { is: 'agreed', dialect }
}
