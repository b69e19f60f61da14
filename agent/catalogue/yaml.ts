/** YAML (or JSON) text to a value, with the place of everything in it. */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml'
import { UsageError } from '../usage-error.ts'

/** What a text says, and where: `file:line:column` of the value at a path, or of its key. */
export type Located = {
  readonly value: unknown
  readonly where: (path: readonly PropertyKey[], of?: 'value' | 'key') => string
}

/** A run of brackets and dashes that only a bomb has; found before the parser, whose time grows with the depth. */
const BOMB = /(?:[-?:]\s+|[[{]\s*){33}/

/**
 * Reads one document. Refused are anchors and aliases (a few lines of them can stand for gigabytes), unknown tags, keys
 * stated twice and several documents.
 * @param file the name that problems begin with
 * @throws UsageError with every mistake, each `file:line:column: ...`
 */
export const parseYaml = (text: string, file: string): Located => {
  const refuse = (problem: string) => new UsageError([`${file}: ${problem}`])
  // U+FFFD is what the decoder makes of bytes that aren't UTF-8.
  if (/[\0\uFFFD]/.test(text)) throw refuse('is binary, not text: write YAML or JSON in UTF-8')
  if (text.trim() === '') throw refuse('is empty')
  if (BOMB.test(text)) throw refuse('is nested too deeply')
  const lines = new LineCounter()
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  if (document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) throw refuse('is nested too deeply')
  const broken = [...document.errors, ...document.warnings].map(
    ({ code, pos, message }) =>
      `${at(pos[0])}: ${code === 'MULTIPLE_DOCS' ? 'a second document begins: keep one' : message}`,
  )
  const problems = broken.length > 0 ? broken : findRefused(document, at)
  if (problems.length > 0) throw new UsageError(problems)
  return { value: document.toJS({ maxAliasCount: 0 }), where: (path, of) => at(offsetOf(document, path, of)) }
}

/** What is YAML, and not for us. */
const findRefused = (document: Document.Parsed, at: (offset: number) => string): string[] => {
  const problems: string[] = []
  const complain = (node: { range?: readonly number[] | null }, message: string) =>
    problems.push(`${at(node.range?.[0] ?? 0)}: ${message}`)
  visit(document, (_, node) => {
    if (isAlias(node)) complain(node, `alias '*${node.source}': write the value out`)
    else if (isNode(node) && node.anchor !== undefined) complain(node, `anchor '&${node.anchor}': leave it out`)
    if (!isMap(node)) return
    const seen = new Set<string>()
    for (const { key } of node.items) {
      const name = keyName(key)
      if (seen.has(name) && isNode(key)) complain(key, `'${name}' is stated twice: remove one`)
      seen.add(name)
    }
  })
  return problems
}

const keyName = (key: unknown): string => String(isScalar(key) ? key.value : key)

/** Where the value at `path` begins, or its key; of what is missing, where the thing that lacks it begins. */
const offsetOf = (document: Document.Parsed, path: readonly PropertyKey[], of: 'value' | 'key' = 'value'): number => {
  let node: unknown = document.contents
  let offset = document.contents?.range[0] ?? 0
  for (const [depth, segment] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => keyName(key) === String(segment))
      if (pair === undefined) return offset
      node = of === 'key' && depth === path.length - 1 ? pair.key : pair.value
    } else if (isSeq(node)) node = node.items[Number(segment)]
    if (!isNode(node) || !node.range) return offset
    offset = node.range[0]
  }
  return offset
}
