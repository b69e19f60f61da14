import type { Io } from '../io.ts'
import type { RawOptions } from '../options.ts'

/** `connprobe agent`: probe on a schedule; serve metrics, the report and its page. */
export const agent = (_raw: RawOptions, _io: Io): Promise<number> => Promise.resolve(0)
