/** Characters that take two columns: CJK, Hangul, full-width forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const MARK = /\p{M}/u
/** A word longer than this can't be a name or a code: it is cut, so that no line gets out of hand. */
const LONGEST_WORD = 160

/** Columns that text takes in a terminal. Text without escape sequences. */
export const widthOf = (text: string): number => {
  let width = 0
  for (const character of text) width += WIDE.test(character) ? 2 : MARK.test(character) ? 0 : 1
  return width
}

/** Text filled up with spaces to a number of columns. */
export const pad = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - widthOf(text)))

/** Text that ends in `...` where it is longer than so many columns. */
export const cut = (text: string, columns: number): string => {
  if (widthOf(text) <= columns) return text
  let kept = ''
  let width = 0
  for (const character of text) {
    width += widthOf(character)
    if (width > columns - 3) break
    kept += character
  }
  return `${kept}...`
}

/**
 * Breaks text into lines between its words; a host or a code is never broken, but stands out where the line is too narrow
 * for it.
 * @param first what the first line begins with; the others are indented as far
 */
export const wrap = (text: string, columns: number, first = ''): string[] => {
  const indent = ' '.repeat(widthOf(first))
  const lines: string[] = []
  let current = first
  let empty = true
  for (const word of text.split(' ')) {
    if (word === '') continue
    const piece = cut(word, LONGEST_WORD)
    if (!empty && widthOf(current) + 1 + widthOf(piece) > columns) {
      lines.push(current)
      current = indent
      empty = true
    }
    current += empty ? piece : ` ${piece}`
    empty = false
  }
  return [...lines, current].map((line) => line.trimEnd())
}
