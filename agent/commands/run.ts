import { readKnowledge } from '../catalogue/knowledge.ts'
import type { Io } from '../io.ts'
import { judgeRun } from '../judge/run.ts'
import { readProbingOptions, type RawOptions } from '../options.ts'
import { readTextFile } from '../read-file.ts'
import { exitCode, nagiosCode } from '../report/exit-code.ts'
import { MOST_REPORT_BYTES, readReport } from '../report/read.ts'
import { makeReport } from '../report/report.ts'
import { deliverTo } from './deliver.ts'
import { gather } from './gather.ts'
import { select } from './select.ts'

/** `connprobe run`: probe everything once, or judge a saved report, and print what that means. */
export const run = async (raw: RawOptions, io: Io): Promise<number> => {
  const options = readProbingOptions(raw)
  const deliver = deliverTo(options, io)
  try {
    const gathered =
      options.from === null
        ? await gather(await select(options, io), options, io)
        : readReport(await readTextFile(options.from, MOST_REPORT_BYTES), options.from)
    const report = makeReport({ ...gathered, ...judgeRun(gathered.run, readKnowledge()) })
    await deliver.report(report)
    const interrupted = io.interrupted.aborted
    return options.format === 'nagios' && !interrupted
      ? nagiosCode(report, options)
      : exitCode(report, { ...options, interrupted })
  } finally {
    deliver.discard()
  }
}
