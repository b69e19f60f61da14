import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** What detection may look at of the machine: nothing else is read. */
export type System = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly hostname: string
  /** Working directory, absolute. */
  readonly cwd: string
  /** Text of a file by its absolute path, at most 64 KB; null where there is none to read. */
  readonly readFile: (path: string) => string | null
  /** Where the instance metadata service answers: `METADATA_URL` but in tests. */
  readonly metadataUrl: string
}

const MOST_BYTES = 65_536

/**
 * Reads files below `root`, `/` but in tests. A file that is missing, unreadable or no file at all says nothing: null. Detection
 * happens once, before anything is timed, and the files are small, so reading is synchronous.
 */
export const readFileBelow =
  (root: string): System['readFile'] =>
  (path) => {
    let file: number | undefined
    try {
      file = openSync(join(root, path), 'r')
      const bytes = Buffer.alloc(MOST_BYTES)
      return bytes.toString('utf8', 0, readSync(file, bytes))
    } catch {
      return null
    } finally {
      if (file !== undefined) closeSync(file)
    }
  }
