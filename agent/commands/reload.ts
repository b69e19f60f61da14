import { unwatchFile, watchFile } from 'node:fs'
import { UsageError } from '../usage-error.ts'

/** How often files are looked at, milliseconds. By their status: a mounted ConfigMap changes by its links. */
const LOOK_MS = 1000

/** Reads a configuration again, one reading after the other; says what is wrong with it. */
export type Reload = () => Promise<readonly string[]>

/**
 * @param apply reads the configuration and puts it to use; throws a UsageError and leaves everything as it was when it's wrong
 * @param onDefect told any other error
 */
export const createReload = (apply: () => Promise<void>, onDefect: (error: unknown) => void): Reload => {
  let last: Promise<readonly string[]> = Promise.resolve([])
  const once = async (): Promise<readonly string[]> => {
    try {
      await apply()
      return []
    } catch (error) {
      if (error instanceof UsageError) return error.problems
      onDefect(error)
      return ['connprobe failed to read its configuration; its log says why']
    }
  }
  return () => (last = last.then(once))
}

/** Calls back whenever one of the files changes, until stopped. */
export const watchFiles = (
  files: readonly string[],
  onChange: (file: string) => void,
): { readonly stop: () => void } => {
  const watching = files.map((file) => {
    const listener = () => onChange(file)
    watchFile(file, { interval: LOOK_MS, persistent: false }, listener)
    return () => unwatchFile(file, listener)
  })
  return {
    stop: () => {
      for (const stop of watching) stop()
    },
  }
}
