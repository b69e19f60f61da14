/** Writes the little of DER (ITU-T X.690) that a certificate needs. */

/** An element: tag, length (up to 65,535), contents. */
export const tlv = (tag: number, ...contents: Buffer[]): Buffer => {
  const content = Buffer.concat(contents)
  const length = content.length
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

export const sequence = (...contents: Buffer[]): Buffer => tlv(0x30, ...contents)

/** An object identifier in dotted form. */
export const oid = (text: string): Buffer => {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const base128 = (value: number, last = true): number[] => [
    ...(value > 127 ? base128(value >> 7, false) : []),
    (value & 0x7f) | (last ? 0 : 0x80),
  ]
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap((value) => base128(value))]))
}

/** GeneralizedTime: YYYYMMDDHHMMSSZ. */
export const time = (date: Date): Buffer =>
  tlv(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
