import type { Io } from '../io.ts'
import { readProbingOptions, type RawOptions } from '../options.ts'
import { reserveOutputs } from '../outputs.ts'
import { diffExitCode, diffReports } from '../report/diff.ts'
import { diffJson, diffText } from '../report/diff-text.ts'
import type { Report } from '../report/schema.ts'
import { UsageError } from '../usage-error.ts'
import { renderOptions } from './deliver.ts'
import { redaction } from './redaction.ts'
import { readReportFile } from './saved.ts'

/**
 * `connprobe diff A B`: what changed between two reports. Ends with 3 when something required got worse.
 * @throws UsageError for files that are no reports, and for formats of which there is none here
 */
export const diff = async (raw: RawOptions, io: Io): Promise<number> => {
  const options = readProbingOptions(raw)
  const { format } = options
  if (format !== null && format !== 'table' && format !== 'json')
    throw new UsageError([`--format: diff prints table or json, not '${format}'`])
  const outputs = reserveOutputs(options.outputs)
  try {
    const [before, after] = await readBoth(String(raw['before']), String(raw['after']))
    const hide = await redaction(options, [before, after])
    const found = diffReports(hide(before), hide(after))
    const written = (name: string, color: boolean) =>
      (format ?? (name.endsWith('.json') ? 'json' : 'table')) === 'json'
        ? diffJson(found)
        : diffText(found, { ...renderOptions(options, io), ...(!color && { color }) })
    if (outputs.length === 0) io.stdout.write(written('', true))
    for (const output of outputs) output.write(written(output.file, false))
    return diffExitCode(found)
  } finally {
    for (const output of outputs) output.discard()
  }
}

/** @throws UsageError with the mistakes of both files */
const readBoth = async (before: string, after: string): Promise<[Report, Report]> => {
  const [one, other] = await Promise.allSettled([readReportFile(before), readReportFile(after)])
  if (one.status === 'fulfilled' && other.status === 'fulfilled') return [one.value, other.value]
  const reasons = [one, other].flatMap((read): unknown[] => (read.status === 'rejected' ? [read.reason] : []))
  throw new UsageError(
    reasons.flatMap((reason) => {
      if (reason instanceof UsageError) return [...reason.problems]
      throw reason
    }),
  )
}
