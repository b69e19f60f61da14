/**
 * `npm run build`: everything that is shipped, into dist/. `npm run build -- bundle`: only dist/connprobe.mjs, which takes a second.
 */
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { bundle } from './bundle.ts'
import { makeExecutable } from './executable.ts'
import { makeLicences } from './licences.ts'
import { lockedPackage } from './lock-file.ts'
import { makeManPage } from './man-page.ts'
import { ARCHITECTURES, nodeFolder, nodePackage } from './node-binary.ts'
import { makePackage } from './npm-package.ts'
import { makeProgram } from './program.ts'
import { root } from './root.ts'
import { makeSbom } from './sbom.ts'

const dist = `${root}dist/`

const buildAll = async (): Promise<void> => {
  rmSync(dist, { recursive: true, force: true })
  const program = await makeProgram()
  const packages = program.packages.map(lockedPackage)
  const manPage = makeManPage()
  const files = [await bundle(program)]
  makePackage({
    'connprobe.mjs': program.module,
    'connprobe.1': manPage,
    'connprobe.cdx.json': makeSbom(packages, null),
    'THIRD-PARTY-LICENSES': makeLicences(packages, null),
  })
  for (const arch of ARCHITECTURES) files.push(await makeExecutable(program.script, arch))
  const beside = {
    'connprobe.1': manPage,
    'connprobe.cdx.json': makeSbom(packages, lockedPackage(nodePackage('x64')).version),
    'THIRD-PARTY-LICENSES': makeLicences(packages, nodeFolder('x64')),
    'compute-instance.sh': readFileSync(`${root}agent/setup/compute-instance.sh`, 'utf8'),
  }
  for (const [name, text] of Object.entries(beside)) {
    writeFileSync(dist + name, text)
    files.push(dist + name)
  }
  writeFileSync(`${dist}SHA256SUMS`, files.map(checksum).join(''))
  console.log(files.join('\n'))
}

/** A line that `sha256sum --check` understands. */
const checksum = (file: string): string =>
  `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${basename(file)}\n`

const [part] = process.argv.slice(2)
if (part === undefined) await buildAll()
else if (part === 'bundle') console.log(await bundle())
else throw new Error(`no part '${part}': npm run build, or npm run build -- bundle`)
