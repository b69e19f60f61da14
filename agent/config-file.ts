import { z } from 'zod'
import { describeIssues } from './catalogue/problems.ts'
import { parseYaml } from './catalogue/yaml.ts'
import { didYouMean } from './did-you-mean.ts'
import type { OptionTable } from './option-tables.ts'
import type { RawOptions } from './options.ts'
import { readTextFile } from './read-file.ts'
import { UsageError } from './usage-error.ts'

const MOST_BYTES = 1_048_576

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'must be one value' }).transform(String)
/** A list, a single value, or `KEY: VALUE` for options that take KEY=VALUE. */
const list = z.union(
  [
    z.array(scalar),
    scalar.transform((value) => [value]),
    z.record(z.string(), scalar).transform((pairs) => Object.entries(pairs).map(([key, value]) => `${key}=${value}`)),
  ],
  { error: 'must be a value or a list of them' },
)

/**
 * Reads a configuration file: YAML with the names of the options, lists for those that may be repeated. An empty file says
 * nothing.
 * @param tables the options that it may name
 * @throws UsageError with every mistake, each `file:line:column: ...`
 */
export const readConfigFile = async (file: string, tables: readonly OptionTable[]): Promise<RawOptions> => {
  const text = await readTextFile(file, MOST_BYTES)
  if (isBlank(text)) return {}
  const located = parseYaml(text, file)
  const checked = schemaOf(tables).safeParse(located.value)
  if (!checked.success) throw new UsageError(describeIssues(checked.error.issues, located))
  return checked.data
}

const schemaOf = (tables: readonly OptionTable[]) => {
  const shape = Object.fromEntries(
    tables
      .flatMap((table) => Object.entries(table))
      .map(([name, { array, boolean }]) => [name, (array ? list : boolean ? z.boolean() : scalar).optional()]),
  )
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `unknown option${didYouMean(key, Object.keys(shape))}`).join('\n')
        : undefined,
  })
}

/** Nothing but comments. */
const isBlank = (text: string): boolean => text.split('\n').every((line) => /^\s*(#|$)/.test(line))
