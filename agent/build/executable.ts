import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { inject } from 'postject'
import { nodeFolder, type Architecture } from './node-binary.ts'
import { root } from './root.ts'

/** Where Node looks for the program in its own file, and the mark that tells it to look. */
const RESOURCE = 'NODE_SEA_BLOB'
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'
/** Each strips only binaries of its own processor. */
const STRIP: Readonly<Record<Architecture, { readonly program: string; readonly debian: string }>> = {
  x64: { program: 'x86_64-linux-gnu-strip', debian: 'binutils-x86-64-linux-gnu' },
  arm64: { program: 'aarch64-linux-gnu-strip', debian: 'binutils-aarch64-linux-gnu' },
}

/**
 * Writes dist/connprobe-linux-ARCH: Node and the program in one file that needs only glibc 2.28. No code cache: its bytes would
 * differ from build to build. Returns the path.
 * @param script the program as CommonJS
 * @throws Error when `strip` for that processor is missing
 */
export const makeExecutable = async (script: string, arch: Architecture): Promise<string> => {
  const file = `${root}dist/connprobe-linux-${arch}`
  const binary = `${nodeFolder(arch)}/bin/node`
  const { program, debian } = STRIP[arch]
  copyFileSync(binary, file)
  try {
    execFileSync(program, [file])
  } catch (error) {
    throw new Error(`${program} failed; Debian has it in ${debian}`, { cause: error })
  }
  await inject(file, RESOURCE, makeBlob(script), { sentinelFuse: FUSE })
  chmodSync(file, 0o755)
  return file
}

/** What Node finds in its own file. Without code cache and snapshot it is the same for every processor. */
const makeBlob = (script: string): Buffer => {
  const folder = mkdtempSync(`${tmpdir()}/connprobe-build-`)
  try {
    const config = {
      main: 'connprobe.cjs',
      output: 'blob',
      disableExperimentalSEAWarning: true,
      // NODE_OPTIONS is meant for other programs of that machine.
      execArgvExtension: 'none',
    }
    writeFileSync(`${folder}/connprobe.cjs`, script)
    writeFileSync(`${folder}/config.json`, JSON.stringify(config))
    execFileSync(process.execPath, ['--experimental-sea-config', 'config.json'], { cwd: folder, stdio: 'pipe' })
    return readFileSync(`${folder}/blob`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
