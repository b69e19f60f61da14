import type { Io } from '../io.ts'
import type { ProbingOptions } from '../options.ts'
import { reserveOutputs } from '../outputs.ts'
import { didYouMean } from '../did-you-mean.ts'
import { diffReports } from '../report/diff.ts'
import { diffText } from '../report/diff-text.ts'
import { formatNames, formatOfFile, render, type FormatName, type Render } from '../report/formats.ts'
import type { RenderOptions } from '../report/options.ts'
import type { Report } from '../report/schema.ts'
import { UsageError } from '../usage-error.ts'
import { redaction } from './redaction.ts'

/** Where a run's report goes; ready before the first probe. */
export type Delivery = {
  /**
   * Writes the report, without the customer where `--redact` says so.
   * @param baseline what it is compared with, for a person: after a table, and beside what is for a program
   */
  readonly report: (report: Report, baseline?: Report | null) => Promise<void>
  /** Takes back what was reserved; harmless afterwards. */
  readonly discard: () => void
}

const PIPE_COLUMNS = 100

/**
 * Prepares stdout or the files of `--output`.
 * @param table what a command writes in place of the format `table`
 * @throws UsageError for unknown formats and for files that can't be written
 */
export const deliverTo = (options: ProbingOptions, io: Io, table?: Render): Delivery => {
  const named = options.format === null ? null : formatNamed(options.format)
  const formats = options.outputs.map((file) => named ?? formatByEnding(file))
  const outputs = reserveOutputs(options.outputs)
  const rendering = renderOptions(options, io)
  const text = async (format: FormatName, report: Report, how: RenderOptions) =>
    format === 'table' && table !== undefined ? table(report, how) : render(format, report, how)
  return {
    report: async (raw, baseline = null) => {
      const hide = await redaction(options, baseline === null ? [raw] : [raw, baseline])
      const report = hide(raw)
      if (outputs.length === 0) io.stdout.write(await text(named ?? 'table', report, rendering))
      for (const [n, output] of outputs.entries())
        output.write(await text(formats[n] ?? 'json', report, { ...rendering, color: false }))
      if (baseline === null) return
      const changes = diffText(diffReports(hide(baseline), report), rendering)
      if (outputs.length > 0) io.stdout.write(changes)
      else if (named === null || named === 'table') io.stdout.write(`\n${changes}`)
      else io.stderr.write(changes)
    },
    discard: () => {
      for (const output of outputs) output.discard()
    },
  }
}

const formatNamed = (name: string): FormatName => {
  const format = formatNames.find((one) => one === name)
  if (format !== undefined) return format
  throw new UsageError([
    `--format: no format '${name}'${didYouMean(name, formatNames)}; there are ${formatNames.join(', ')}`,
  ])
}

const formatByEnding = (file: string): FormatName => {
  const format = formatOfFile(file)
  if (format !== null) return format
  throw new UsageError([
    `--output: ${file}: its ending names no format; add --format, one of ${formatNames.join(', ')}`,
  ])
}

/** How a report is laid out on standard output. */
export const renderOptions = (
  options: Pick<ProbingOptions, 'noColor' | 'verbose' | 'strict'>,
  { env, stdout }: Io,
): RenderOptions => ({
  // A terminal that doesn't know its width says 0.
  columns: stdout.columns === undefined || stdout.columns === 0 ? PIPE_COLUMNS : stdout.columns,
  color: wantsColor(options, env, stdout.isTTY),
  unicode: /utf-?8/i.test(locale(env)),
  verbose: options.verbose,
  strict: options.strict,
})

/** The first of these that is set decides (POSIX, XBD 8.2). */
const locale = (env: Io['env']): string => ['LC_ALL', 'LC_CTYPE', 'LANG'].map((name) => env[name]).find(Boolean) ?? ''

/** Colours only on a terminal; NO_COLOR and FORCE_COLOR decide otherwise where they are set (no-color.org). */
const wantsColor = (options: Pick<ProbingOptions, 'noColor'>, env: Io['env'], isTTY: boolean): boolean => {
  if (options.noColor || env['NO_COLOR']) return false
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0'
  return isTTY && env['TERM'] !== 'dumb'
}
