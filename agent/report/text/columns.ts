import { pad, widthOf } from './width.ts'

/** Rows as aligned columns, two spaces apart, for `list` and its like; nothing is cut, so that a pipe gets all of it. */
export const columns = (rows: readonly (readonly string[])[]): string => {
  const widths = rows.reduce<number[]>(
    (widths, row) => row.map((cell, n) => Math.max(widths[n] ?? 0, widthOf(cell))),
    [],
  )
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, n) => pad(cell, widths[n] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
