import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { makeProgram, type Program } from './program.ts'
import { root } from './root.ts'

/** Writes dist/connprobe.mjs: everything in one file, for any Node from 20.19. Returns its path. */
export const bundle = async (program?: Program): Promise<string> => {
  const file = `${root}dist/connprobe.mjs`
  mkdirSync(`${root}dist`, { recursive: true })
  writeFileSync(file, (program ?? (await makeProgram())).module)
  chmodSync(file, 0o755)
  return file
}
