/** What a middlebox reads of a ClientHello (RFC 8446, section 4.1.2). */

const SERVER_NAME = 0
const RECORD_HEADER = 5

/** Whether `bytes` hold the whole first TLS record. */
export const isWhole = (bytes: Buffer): boolean =>
  bytes.length >= RECORD_HEADER && bytes.length >= RECORD_HEADER + bytes.readUInt16BE(3)

/** Whether this is a handshake record with a ClientHello. */
export const isClientHello = (bytes: Buffer): boolean => bytes[0] === 22 && bytes[RECORD_HEADER] === 1

/** The name in SNI (RFC 6066, section 3); null: none. Throws RangeError on junk. */
export const serverName = (hello: Buffer): string | null => {
  let at = RECORD_HEADER + 4 + 2 + 32
  at += 1 + hello.readUInt8(at)
  at += 2 + hello.readUInt16BE(at)
  at += 1 + hello.readUInt8(at)
  const end = at + 2 + hello.readUInt16BE(at)
  at += 2
  while (at + 4 <= end) {
    const type = hello.readUInt16BE(at)
    const length = hello.readUInt16BE(at + 2)
    if (type === SERVER_NAME) return hello.toString('latin1', at + 9, at + 4 + length).toLowerCase()
    at += 4 + length
  }
  return null
}
