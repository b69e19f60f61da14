import type { Report } from './schema.ts'

/** Printable text is U+0020 to U+007E and what letters need; terminals act on the rest, and on text that changes direction. */
const UNSAFE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g

/** JSON in which nothing can reach a terminal raw: beyond what JSON itself escapes, C1 controls and changes of direction. */
export const safeJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** `--format json`: the report as it is. */
export const json = (report: Report): string => `${safeJson(report, 2)}\n`
