/** One element of DER (ITU-T X.690): its first tag byte, and its content. */
export type Element = { readonly tag: number; readonly content: Buffer }

/** Elements read of one level; a certificate has some ten a level, its names up to a few hundred. */
const ELEMENTS = 200

/** The elements that lie side by side in `bytes`. Junk ends the list; nothing throws, and no byte is copied. */
export const elementsOf = (bytes: Buffer): Element[] => {
  const elements: Element[] = []
  let at = 0
  while (at + 2 <= bytes.length && elements.length < ELEMENTS) {
    const tag = bytes.readUInt8(at)
    const first = bytes.readUInt8(at + 1)
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f
    const start = at + 2 + lengthBytes
    // Four length bytes are more than any certificate needs; 0x80 (indefinite) is not DER.
    if (first === 0x80 || lengthBytes > 4 || start > bytes.length) break
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes)
    if (length > bytes.length - start) break
    elements.push({ tag, content: bytes.subarray(start, start + length) })
    at = start + length
  }
  return elements
}
