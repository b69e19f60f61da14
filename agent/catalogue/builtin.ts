/** The data that ships with connprobe: the only way to it, so that the bundle can carry the files within itself. */
import { readFileSync } from 'node:fs'

/**
 * Text of a file in manifests/, read at once: it is on the local disk and small.
 * @throws Error with code ENOENT when there is none of that name
 */
export const readBuiltin = (fileName: string): string =>
  readFileSync(new URL(`../../manifests/${fileName}`, import.meta.url), 'utf8')
