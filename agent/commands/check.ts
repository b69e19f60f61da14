import { readManifestFile } from '../catalogue/read.ts'
import type { Io } from '../io.ts'
import type { RawOptions } from '../options.ts'
import { UsageError } from '../usage-error.ts'

/**
 * `connprobe check FILE...`: validates manifests, without the network.
 * @throws UsageError with every mistake of every file
 */
export const check = async (raw: RawOptions, io: Io): Promise<number> => {
  const files = Array.isArray(raw['file']) ? raw['file'].map(String) : []
  const problems: string[] = []
  for (const file of files)
    try {
      const { name, requirements } = await readManifestFile(file)
      const count = requirements.length
      io.stdout.write(`${file}: manifest '${name}' is valid: ${count} requirement${count === 1 ? '' : 's'}\n`)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      problems.push(...error.problems)
    }
  if (problems.length > 0) throw new UsageError(problems)
  return 0
}
