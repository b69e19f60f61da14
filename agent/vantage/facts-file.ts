import { isMap, isScalar, LineCounter, parseDocument, type Pair, type Scalar } from 'yaml'
import { factProblem } from '../catalogue/check-fact.ts'
import type { FactName } from '../catalogue/facts.ts'
import { UsageError } from '../usage-error.ts'
import type { Clue } from './clue.ts'

/**
 * Facts from a YAML or JSON file: `name: value` pairs. Values are taken as they are written, so that an account named 007 stays
 * one.
 * @param path for messages, and as where the facts come from
 * @throws UsageError with every mistake, each with line and column
 */
export const parseFactsFile = (text: string, path: string): Clue[] => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const problems: string[] = []
  const report = (offset: number, problem: string): void => {
    const { line, col } = lines.linePos(offset)
    problems.push(`${path}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${problem}`)
  }
  for (const error of document.errors) report(error.pos[0], SAYS[error.code] ?? 'this is no valid YAML or JSON')
  const top = document.contents
  const pairs = isMap(top) ? top.items : []
  if (problems.length === 0 && !isMap(top)) report(0, 'facts are pairs of name and value, as in region: westeurope')
  const clues = pairs.flatMap((pair) => {
    const read = readPair(pair)
    if (read === null) {
      report(offsetOf(pair), 'a fact is a name and one plain value')
      return []
    }
    const problem = factProblem(read.name, read.value)
    if (problem !== null) report(offsetOf(pair), problem)
    return [{ fact: read.name as FactName, value: read.value, from: path }]
  })
  if (problems.length > 0) throw new UsageError(problems)
  return clues
}

/** Codes of the yaml library that deserve a word of their own. */
const SAYS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this fact is given twice',
  MULTIPLE_DOCS: 'the file must hold one document',
}

const offsetOf = (pair: Pair): number => (pair.key as { range?: readonly number[] }).range?.[0] ?? 0

const readPair = ({ key, value }: Pair): { name: string; value: string } | null =>
  isScalar(key) && isScalar(value) && value.value !== null ? { name: String(key.value), value: asWritten(value) } : null

const asWritten = (scalar: Scalar): string =>
  typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value))
