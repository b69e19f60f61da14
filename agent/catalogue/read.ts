/** Manifest files: text to a Manifest, or every mistake in it at once. */
import { dirname, resolve } from 'node:path'
import { readTextFile } from '../read-file.ts'
import { UsageError } from '../usage-error.ts'
import { manifestSchema, type Manifest, type Requirement } from './manifest.ts'
import { describeIssues, problemLine } from './problems.ts'
import { parseYaml, type Located } from './yaml.ts'

/** Ten thousand requirements fit. */
const MOST_BYTES = 4 * 1_048_576

/**
 * Reads a manifest that the user named.
 * @throws UsageError with every mistake, each `file:line:column: path: what and what to do`
 */
export const readManifestFile = async (path: string): Promise<Manifest> => {
  const manifest = parseManifest(await readTextFile(path, MOST_BYTES), path)
  return { ...manifest, requirements: manifest.requirements.map((row) => withCaBeside(row, dirname(path))) }
}

/** A file that a row names is looked for beside the manifest, wherever connprobe was started. */
const withCaBeside = (row: Requirement, folder: string): Requirement =>
  row.expect?.ca === undefined ? row : { ...row, expect: { ...row.expect, ca: resolve(folder, row.expect.ca) } }

/**
 * Reads a manifest's text.
 * @param file the name that problems begin with
 * @throws UsageError with every mistake, each `file:line:column: path: what and what to do`
 */
export const parseManifest = (text: string, file: string): Manifest => {
  const located = parseYaml(text, file)
  const parsed = manifestSchema.safeParse(located.value)
  const problems = [...describeIssues(parsed.error?.issues ?? [], located), ...repeatedIds(located)]
  if (problems.length > 0 || parsed.data === undefined) throw new UsageError(problems)
  return parsed.data
}

/** Ids must be unique, whatever else is wrong: read from the value as it was written. */
const repeatedIds = (located: Located): string[] => {
  const { requirements } = (located.value ?? {}) as { requirements?: unknown }
  if (!Array.isArray(requirements)) return []
  const seen = new Map<string, number>()
  return requirements.flatMap((requirement: unknown, index) => {
    const { id } = (requirement ?? {}) as { id?: unknown }
    if (typeof id !== 'string') return []
    const first = seen.get(id)
    if (first === undefined) {
      seen.set(id, index)
      return []
    }
    const message = `'${id}' is the id of requirements[${first}] too: make it unique`
    return [problemLine(located, ['requirements', index, 'id'], message)]
  })
}
