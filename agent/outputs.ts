import { openSync, closeSync, writeFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from './usage-error.ts'

/** A file that will be written whole or not at all. */
export type Output = {
  readonly file: string
  readonly write: (content: string | Uint8Array) => void
  /** Takes the reservation back; harmless after `write`. */
  readonly discard: () => void
}

/**
 * Reserves the files that a run will write, before its first probe: a temporary file beside each, renamed over it in the end.
 * @throws UsageError that names every file which can't be written
 */
export const reserveOutputs = (files: readonly string[]): Output[] => {
  const problems: string[] = []
  const outputs = files.flatMap((file) => {
    try {
      return [reserve(file)]
    } catch (error) {
      problems.push(
        `--output: can't write ${file}: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'}; choose another file or make its folder writable`,
      )
      return []
    }
  })
  if (problems.length === 0) return outputs
  for (const output of outputs) output.discard()
  throw new UsageError(problems)
}

const reserve = (file: string): Output => {
  const path = resolve(file)
  const existing = statSync(path, { throwIfNoEntry: false })
  if (existing?.isDirectory()) throw Object.assign(new Error(file), { code: 'EISDIR' })
  // A pipe or a device is written to as it is: nothing may be renamed over it.
  if (existing && !existing.isFile())
    return {
      file,
      write: (content) => {
        writeFileSync(path, content)
      },
      discard: () => undefined,
    }
  const temporary = `${path}.${process.pid}.tmp`
  closeSync(openSync(temporary, 'wx', 0o644))
  return {
    file,
    write: (content) => {
      writeFileSync(temporary, content)
      renameSync(temporary, path)
    },
    discard: () => {
      rmSync(temporary, { force: true })
    },
  }
}
