import { factProblem } from '../catalogue/check-fact.ts'
import type { FactName } from '../catalogue/facts.ts'
import { problemLine } from '../catalogue/problems.ts'
import { parseYaml } from '../catalogue/yaml.ts'
import { UsageError } from '../usage-error.ts'
import type { Clue } from './clue.ts'

/**
 * Facts from a YAML or JSON file: `name: value` pairs.
 * @param path for messages, and as where the facts come from
 * @throws UsageError with every mistake, each with line and column
 */
export const parseFactsFile = (text: string, path: string): Clue[] => {
  const located = parseYaml(text, path)
  const { value } = located
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError([problemLine(located, [], 'facts are pairs of name and value, as in region: westeurope')])
  const facts = Object.entries(value as Readonly<Record<string, unknown>>)
  const problems = facts.flatMap(([name, value]) => {
    const problem = factProblem(name, value)
    return problem === null ? [] : [problemLine(located, [name], problem, 'key')]
  })
  if (problems.length > 0) throw new UsageError(problems)
  return facts.map(([fact, value]) => ({ fact: fact as FactName, value: String(value), from: path }))
}
