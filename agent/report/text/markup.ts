/** Text inside Markdown: every character that could become markup is escaped, so that a peer's words stay words. */
export const markdownText = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]|~#]/g, '\\$&')
    .replace(/(\w)(:)(\/\/)/g, '$1\\:$3')

/** A code span (CommonMark 0.31, 6.1), also within a table (GFM 4.10): no backtick and no bar gets in. */
export const markdownCode = (text: string): string => `\`${text.replace(/[`|]/g, "'")}\``

/** A fenced block (CommonMark 0.31, 4.5): its fence is longer than any within. */
export const markdownBlock = (language: string, text: string): string[] => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return [fence + language, ...text.trimEnd().split(/\r?\n/), fence]
}

/** A table of GitHub Flavored Markdown (4.10). Cells are Markdown already. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...rows.map(row)]
}

/** Text inside XML or HTML, in elements and in quoted attributes. */
export const markupText = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
