import type { Report, ReportResult } from './schema.ts'
import { isRequired } from './standing.ts'
import { purposeOf } from './summary.ts'
import { cleaned } from './text/clean.ts'

const COLUMNS: readonly (readonly [name: string, of: (result: ReportResult) => string | number | boolean | null])[] = [
  ['host', ({ endpoint }) => endpoint.host],
  ['port', ({ endpoint }) => endpoint.port],
  ['protocol', ({ endpoint }) => endpoint.protocol],
  ['probe', ({ endpoint }) => endpoint.probe],
  ['check', ({ endpoint }) => endpoint.check ?? null],
  ['purpose', purposeOf],
  ['requirements', ({ requirements }) => requirements.map(({ manifest, id }) => `${manifest}/${id}`).join(' ')],
  ['required', isRequired],
  ['verdict', ({ verdict }) => verdict],
  ['met', ({ met }) => met],
  ['cause', ({ cause }) => cause],
  ['also', ({ also }) => also.join(' ')],
  ['layer', ({ layer }) => layer],
  ['confidence', ({ confidence }) => confidence],
  ['says', ({ says }) => says],
  ['remedy', ({ remedy }) => remedy],
  ['addresses', ({ observations }) => observations.flatMap(({ address }) => address ?? []).join(' ')],
  ['from', ({ observations }) => observations.flatMap(({ from }) => from ?? []).join(' ')],
  ['startedAt', ({ observations }) => observations[0]?.startedAt ?? null],
  ['durationSeconds', ({ observations }) => observations[0]?.durationSeconds ?? null],
]

/** `--format csv`: one endpoint a line (RFC 4180, with a header line). */
export const csv = (raw: Report): string => {
  const { results } = cleaned(raw)
  const rows = [COLUMNS.map(([name]) => name), ...results.map((result) => COLUMNS.map(([, of]) => of(result)))]
  return rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
}

/**
 * One cell. Spreadsheets take text that begins with `=`, `+`, `-` or `@` for a formula, and a peer chose some of ours: an
 * apostrophe makes it text again.
 */
const cell = (value: string | number | boolean | null): string => {
  const text = String(value ?? '')
  const inert = typeof value === 'string' && /^\s*[=+\-@]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
