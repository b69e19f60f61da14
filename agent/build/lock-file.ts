import { readFileSync } from 'node:fs'
import { root } from './root.ts'

/** What package-lock.json says of an installed package. */
export type LockedPackage = {
  readonly name: string
  readonly version: string
  /** Subresource integrity of its archive: `sha512-` and base64. */
  readonly integrity: string
  /** SPDX expression. */
  readonly license: string
}

/** @throws Error when the package isn't in package-lock.json with all of that */
export const lockedPackage = (name: string): LockedPackage => {
  const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as {
    packages: Readonly<Record<string, Partial<LockedPackage>>>
  }
  const { version, integrity, license } = packages[`node_modules/${name}`] ?? {}
  if (version === undefined || integrity === undefined || license === undefined)
    throw new Error(`package-lock.json has no version, integrity and license of ${name}`)
  return { name, version, integrity, license }
}
