import { didYouMean } from '../did-you-mean.ts'
import type { Io } from '../io.ts'
import { causeCodes, causePage } from '../report/cause-page.ts'
import { UsageError } from '../usage-error.ts'

const PIPE_COLUMNS = 100

/**
 * `connprobe explain --cause CODE`: what a cause means, what it is not, and who can put it right; no network.
 * @throws UsageError for a code that there is not
 */
export const explainCause = (code: string, io: Io): number => {
  const page = causePage(code, io.stdout.columns ?? PIPE_COLUMNS)
  if (page === null)
    throw new UsageError([
      `--cause: no cause '${code}'${didYouMean(code, causeCodes)}; TROUBLESHOOTING.md has them all`,
    ])
  io.stdout.write(page)
  return 0
}
