/** Quantities and bytes for a sentence. */

const HOUR = 3600
const DAY = 24 * HOUR

/** Seconds that a probe took: `1.5 s`, `0.03 s`. */
export const secondsText = (seconds: number): string => `${Number(seconds.toPrecision(2))} s`

/** A longer span, whatever its sign: `3 minutes`, `2 hours`, `400 days`. */
export const spanText = (seconds: number): string => {
  const span = Math.abs(seconds)
  if (span < 2 * HOUR) return `${Math.round(span / 60)} minutes`
  return span < 2 * DAY ? `${Math.round(span / HOUR)} hours` : `${Math.round(span / DAY)} days`
}

/** The beginning of a peer's bytes, given in hexadecimal, as text: what isn't printable as dots. */
export const printable = (hex: string): string =>
  (hex.match(/../g) ?? [])
    .slice(0, 24)
    .map((byte) => String.fromCharCode(parseInt(byte, 16)))
    .join('')
    .replace(/[^ -~]/g, '.')

/** A sentence's beginning with a capital, unless it begins with a name. */
export const capitalised = (says: string): string =>
  says.replace(/^(the|an|a) /, (word) => word.charAt(0).toUpperCase() + word.slice(1))
