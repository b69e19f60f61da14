import { readdirSync, readFileSync } from 'node:fs'
import type { LockedPackage } from './lock-file.ts'
import { root } from './root.ts'

/**
 * The licences of everything inside the program, in full.
 * @param node the folder of the npm package with Node, where Node is inside too
 * @throws Error when a package comes without the text of its licence
 */
export const makeLicences = (packages: readonly LockedPackage[], node: string | null): string => {
  const parts = packages.map(({ name, version, license }) => [
    `${name} ${version} (${license})`,
    licenceIn(`${root}node_modules/${name}`),
  ])
  if (node !== null) parts.push(['Node.js, with what it contains', readFileSync(`${node}/LICENSE`, 'utf8')])
  const line = '='.repeat(80)
  return parts.map(([title = '', text = '']) => `${line}\n${title}\n${line}\n\n${text.trim()}\n`).join('\n')
}

const licenceIn = (folder: string): string => {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name))
  if (file === undefined) throw new Error(`${folder} has no licence file`)
  return readFileSync(`${folder}/${file}`, 'utf8')
}
