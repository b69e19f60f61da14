import manifest from '../package.json' with { type: 'json' }

/** Put in by the build; not there when connprobe runs from its source. */
declare const CONNPROBE_COMMIT: string | null | undefined

/** connprobe's version, as in package.json. */
export const VERSION: string = manifest.version

/** The commit that this program was built of; null when that isn't known, as in a run from source. */
export const COMMIT: string | null = typeof CONNPROBE_COMMIT === 'undefined' ? null : CONNPROBE_COMMIT
