import type { Io } from '../io.ts'
import { readProbingOptions, type RawOptions } from '../options.ts'
import { reserveOutputs } from '../outputs.ts'
import { diffExitCode, diffReports } from '../report/diff.ts'
import { diffJson, diffText } from '../report/diff-text.ts'
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
    const [before, after] = [await readReportFile(String(raw['before'])), await readReportFile(String(raw['after']))]
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
