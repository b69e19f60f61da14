import { KEPT_HEADERS } from './observation.ts'

/** Longest header value on record, in characters. */
const HEADER_LENGTH = 1024

/** Bytes of an unexpected answer on record. */
const FIRST_BYTES = 64

/** Control and format characters: they would change a terminal, or hide what a text says. */
const UNSAFE = /[\p{Cc}\p{Cf}]+/gu

/** Query and fragment of a URL: where tokens and signatures (SAS) travel. */
const QUERY = /[?#].*$/s

/** A peer's text for the record: what isn't printable is a space, and it is cut at `length` characters. */
export const cleanText = (text: string, length: number): string => text.replace(UNSAFE, ' ').slice(0, length)

/** The headers worth keeping (`KEPT_HEADERS`), names in lower case; of URLs in them no query, as it may hold a secret. */
export const keepHeaders = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> => {
  const kept: Record<string, string> = {}
  for (const name of KEPT_HEADERS) {
    const value = headers[name]
    if (value === undefined) continue
    const text = typeof value === 'string' ? value : value.join(', ')
    const bare = name === 'location' || name === 'refresh' ? text.replace(QUERY, '') : text
    kept[name] = cleanText(bare, HEADER_LENGTH)
  }
  return kept
}

/** The first bytes of an answer as hexadecimal, for `firstBytes`; nothing when there were none. */
export const firstBytesOf = (bytes: Uint8Array): { readonly firstBytes?: string } =>
  bytes.length === 0 ? {} : { firstBytes: Buffer.from(bytes.subarray(0, FIRST_BYTES)).toString('hex') }
