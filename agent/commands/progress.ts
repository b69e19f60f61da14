import type { Io } from '../io.ts'
import type { Endpoint, Evidence } from '../model.ts'
import type { ProbingOptions } from '../options.ts'

/** Live progress of a run: a line on stderr that is overwritten, on a terminal only. */
export type Progress = { readonly observed: (evidence: Evidence) => void; readonly end: () => void }

const EVERY_MS = 100
const CLEAR_LINE = '\r\x1b[2K'

/** Starts the line; `end` takes it away. */
export const showProgress = (endpoints: readonly Endpoint[], options: ProbingOptions, io: Io): Progress => {
  const total = endpoints.filter(({ untestable }) => untestable === undefined).length
  if (!io.stderr.isTTY || options.quiet) return { observed: () => undefined, end: () => undefined }
  let done = 0
  let failing = 0
  const timer = setInterval(() => {
    const phase = done < total ? `probed ${done} of ${total} endpoints` : 'asking what the failures mean'
    const remark = failing > 0 ? `, ${failing} with a failure` : ''
    io.stderr.write(`${CLEAR_LINE}${phase}${remark} ...`)
  }, EVERY_MS)
  return {
    observed: ({ endpoint, observations }) => {
      if (endpoint.untestable !== undefined) return
      done++
      if (observations.some(({ steps }) => steps.some(({ ok }) => !ok))) failing++
    },
    end: () => {
      clearInterval(timer)
      io.stderr.write(CLEAR_LINE)
    },
  }
}
