import { pause } from '../engine/pause.ts'
import type { Io } from '../io.ts'
import { diffReports } from '../report/diff.ts'
import { exitCode } from '../report/exit-code.ts'
import { roundText } from '../report/round-text.ts'
import type { Report } from '../report/schema.ts'
import { redaction } from './redaction.ts'

/** A rule takes effect meanwhile, and the network is not flooded. */
const PAUSE_MS = 5000

/**
 * `--until-open`, for the person who is changing the rule: run after run, with a line on stderr of what changed, until nothing
 * required fails or no further one would begin in time.
 * @param probe makes one whole run
 * @param ms how long, milliseconds: a run that has begun is finished
 * @param pauseMs from the end of a round to the next
 * @returns the last report; that of the run before where a signal cut the last one short
 */
export const untilOpen = async (
  probe: () => Promise<Report>,
  ms: number,
  options: { readonly strict: boolean; readonly quiet: boolean; readonly redact: boolean },
  io: Pick<Io, 'clock' | 'interrupted' | 'stderr'>,
  pauseMs = PAUSE_MS,
): Promise<Report> => {
  const isOver = () => io.interrupted.aborted
  const until = io.clock.monotonic() + ms
  const tell = async (report: Report, before: Report | null) => {
    if (options.quiet) return
    const hide = await redaction(options, before === null ? [report] : [before, report])
    io.stderr.write(roundText(hide(report), before === null ? [] : diffReports(hide(before), hide(report)).changes))
  }
  let report = await probe()
  await tell(report, null)
  while (exitCode(report, options) !== 0 && io.clock.monotonic() + pauseMs < until) {
    await pause(pauseMs, io.interrupted)
    if (isOver()) break
    const next = await probe()
    if (!next.complete && isOver()) break
    await tell(next, report)
    report = next
  }
  return report
}
