const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * Reads a duration as people write it: a number and a unit (`800ms`, `5s`, `1.5m`, `2h`, `7d`).
 * @returns milliseconds, or null where it isn't a positive duration
 */
export const parseDuration = (text: string): number | null => {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim())
  const milliseconds = Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN)
  return milliseconds > 0 ? milliseconds : null
}
