import type { Io } from '../io.ts'
import type { RawOptions } from '../options.ts'
import { VERSION } from '../version.ts'

/** `connprobe version`: version and runtime, one line or JSON. */
export const version = (raw: RawOptions, io: Io): Promise<number> => {
  const runtime = { node: process.version, platform: process.platform, arch: process.arch }
  io.stdout.write(
    raw['json'] === true
      ? `${JSON.stringify({ name: 'connprobe', version: VERSION, ...runtime }, null, 2)}\n`
      : `connprobe ${VERSION} (Node ${runtime.node}, ${runtime.platform} ${runtime.arch})\n`,
  )
  return Promise.resolve(0)
}
