import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { lockedPackage } from './lock-file.ts'
import { root } from './root.ts'

/** The processors that there is a single executable for, as Node names them. */
export const ARCHITECTURES = ['x64', 'arm64'] as const

/** One of them. */
export type Architecture = (typeof ARCHITECTURES)[number]

/** The npm package that carries Node for a processor. */
export const nodePackage = (arch: Architecture): string => `node-linux-${arch}`

/**
 * The folder of the npm package with Node's binary and licence, of the version in package-lock.json. npm installs only the one of
 * this machine's processor; the other is fetched once and kept beside it.
 * @throws Error when it can't be fetched or isn't what package-lock.json says
 */
export const nodeFolder = (arch: Architecture): string => {
  const name = nodePackage(arch)
  const { version, integrity } = lockedPackage(name)
  const installed = `${root}node_modules/${name}`
  if (existsSync(`${installed}/bin/node`)) return installed
  const cached = `${root}node_modules/.cache/connprobe/${name}-${version}`
  if (existsSync(cached)) return cached
  const unpacked = `${cached}.${process.pid}`
  mkdirSync(unpacked, { recursive: true })
  try {
    const archive = `${unpacked}/${name}-${version}.tgz`
    const args = ['pack', `${name}@${version}`, '--silent', '--pack-destination', unpacked]
    execFileSync('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
    if (`sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}` !== integrity)
      throw new Error(`${name}@${version} isn't the archive that package-lock.json names`)
    const wanted = ['package/bin/node', 'package/LICENSE']
    execFileSync('tar', ['-xzf', archive, '-C', unpacked, '--strip-components=1', '--no-same-owner', ...wanted])
    rmSync(archive)
    renameSync(unpacked, cached)
  } finally {
    rmSync(unpacked, { recursive: true, force: true })
  }
  return cached
}
