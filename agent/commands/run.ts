import { readKnowledge } from '../catalogue/knowledge.ts'
import type { Io } from '../io.ts'
import { judgeRun } from '../judge/run.ts'
import { readProbingOptions, type ProbingOptions, type RawOptions } from '../options.ts'
import { exitCode, nagiosCode } from '../report/exit-code.ts'
import { makeReport } from '../report/report.ts'
import type { Report } from '../report/schema.ts'
import { UsageError } from '../usage-error.ts'
import { deliverTo } from './deliver.ts'
import { gather, type Gathered } from './gather.ts'
import { readEvidenceFile, readReportFile } from './saved.ts'
import { select } from './select.ts'
import { serviceTagger } from './service-tags.ts'
import { untilOpen } from './until-open.ts'

/** `connprobe run`: probe everything once, or judge a saved report, and print what that means. */
export const run = async (raw: RawOptions, io: Io): Promise<number> => {
  const options = readProbingOptions(raw)
  const { from, untilOpenMs } = options
  if (from !== null && untilOpenMs !== null)
    throw new UsageError(['--until-open: a saved report (--from) stays what it is; leave one of them out'])
  const deliver = deliverTo(options, io)
  try {
    const baseline = options.baseline === null ? null : await readReportFile(options.baseline)
    const probe = async () => judged(await gather(await select(options, io), options, io))
    const report =
      from !== null
        ? judged(await readSaved(from, options))
        : untilOpenMs !== null
          ? await untilOpen(probe, untilOpenMs, options, io)
          : await probe()
    await deliver.report(report, baseline)
    const interrupted = io.interrupted.aborted
    return options.format === 'nagios' && !interrupted
      ? nagiosCode(report, options)
      : exitCode(report, { ...options, interrupted })
  } finally {
    deliver.discard()
  }
}

const readSaved = async (file: string, options: ProbingOptions): Promise<Gathered> => {
  const saved = await readEvidenceFile(file)
  const tagged = await serviceTagger(options, saved.vantage.cloud)
  return { ...saved, run: tagged(saved.run) }
}

const judged = (gathered: Gathered): Report => makeReport({ ...gathered, ...judgeRun(gathered.run, readKnowledge()) })
