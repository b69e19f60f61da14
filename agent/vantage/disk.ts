import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** The files of this machine, as far as somebody may look at them. Paths are absolute. */
export type Disk = {
  /** Text of a file; null where it is missing, unreadable, no file, or larger than `MOST_BYTES`. */
  readonly read: (path: string) => string | null
  /** Names in a folder, sorted; none where there is no such folder. */
  readonly list: (path: string) => readonly string[]
}

/** A bundle of all public CAs has a quarter of a megabyte. */
const MOST_BYTES = 4_194_304
/** Folders that are worth looking into have fewer entries. */
const MOST_NAMES = 20_000

/** The files below `root`, `/` but in tests. They are small and on the local disk: reading is synchronous. */
export const diskBelow = (root: string): Disk => ({
  read: (path) => readWhole(join(root, path)),
  list: (path) => {
    try {
      return readdirSync(join(root, path)).slice(0, MOST_NAMES).sort()
    } catch {
      return []
    }
  },
})

const readWhole = (path: string): string | null => {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const bytes = Buffer.alloc(MOST_BYTES + 1)
    let size = 0
    for (let more = 1; more > 0 && size <= MOST_BYTES; size += more)
      more = readSync(file, bytes, size, bytes.length - size, null)
    return size > MOST_BYTES ? null : bytes.toString('utf8', 0, size)
  } catch {
    return null
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
