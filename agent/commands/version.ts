import type { Io } from '../io.ts'
import type { RawOptions } from '../options.ts'
import { COMMIT, VERSION } from '../version.ts'

/** `connprobe version`: version, commit (where the build knew it) and runtime; one line or JSON. */
export const version = (raw: RawOptions, io: Io): Promise<number> => {
  const runtime = { node: process.version, platform: process.platform, arch: process.arch }
  const commit = COMMIT === null ? '' : `commit ${COMMIT}, `
  io.stdout.write(
    raw['json'] === true
      ? `${JSON.stringify({ name: 'connprobe', version: VERSION, commit: COMMIT, ...runtime }, null, 2)}\n`
      : `connprobe ${VERSION} (${commit}Node ${runtime.node}, ${runtime.platform} ${runtime.arch})\n`,
  )
  return Promise.resolve(0)
}
