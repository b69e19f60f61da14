import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import manifest from '../../package.json' with { type: 'json' }
import { root } from './root.ts'

/**
 * Writes dist/package/, what `npm pack ./dist/package` packs: the bundle, which needs no dependencies, and its papers.
 * @param texts of its files, by name
 */
export const makePackage = (texts: Readonly<Record<string, string>>): void => {
  const folder = `${root}dist/package`
  const { name, version, description, license, type, engines } = manifest
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of Object.entries(texts)) writeFileSync(`${folder}/${file}`, text)
  chmodSync(`${folder}/connprobe.mjs`, 0o755)
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE']) copyFileSync(root + file, `${folder}/${file}`)
  const shipped = { name, version, description, license, type, engines, bin: 'connprobe.mjs', man: 'connprobe.1' }
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(shipped, null, 2)}\n`)
}
