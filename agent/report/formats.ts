import type { RenderOptions } from './options.ts'
import type { Report } from './schema.ts'

/** A report as text. */
export type Render = (report: Report, options: RenderOptions) => string

/** The ticket quotes rules, which need to know more than the report. */
const ticketWithRules = async (): Promise<Render> => {
  const [{ ticket }, { appendix }, { readWorkloads }] = await Promise.all([
    import('./ticket.ts'),
    import('../rules/appendix.ts'),
    import('../catalogue/workloads.ts'),
  ])
  const workloads = readWorkloads()
  return (report) => ticket(report, (blocked) => appendix(blocked, workloads))
}

/** A way to write a report down. */
type Format = {
  /** Endings of file names that mean this format; the longest that fits wins. */
  readonly endings: readonly string[]
  /** Loaded when asked for: a command pays only for what it prints. */
  readonly load: () => Promise<Render>
}

/** The formats of `--format`: one file each. */
const FORMATS = {
  table: { endings: ['.txt'], load: async () => (await import('./table.ts')).table },
  json: { endings: ['.json'], load: async () => (await import('./json.ts')).json },
  jsonl: { endings: ['.jsonl', '.ndjson'], load: async () => (await import('./jsonl.ts')).jsonl },
  csv: { endings: ['.csv'], load: async () => (await import('./csv.ts')).csv },
  markdown: { endings: ['.md'], load: async () => (await import('./markdown.ts')).markdown },
  html: { endings: ['.html'], load: async () => (await import('./html.ts')).html },
  ticket: { endings: ['.ticket.md'], load: ticketWithRules },
  junit: { endings: ['.xml'], load: async () => (await import('./junit.ts')).junit },
  textfile: { endings: ['.prom'], load: async () => (await import('./textfile.ts')).textfile },
  nagios: { endings: ['.nagios'], load: async () => (await import('./nagios.ts')).nagios },
} satisfies Record<string, Format>

/** A name that `--format` knows. */
export type FormatName = keyof typeof FORMATS

/** All of them, in the order of the documentation. */
export const formatNames = Object.keys(FORMATS) as readonly FormatName[]

/** The format that a file's name asks for; null: none. */
export const formatOfFile = (file: string): FormatName | null => {
  const fitting = formatNames.flatMap((name) =>
    FORMATS[name].endings.filter((ending) => file.toLowerCase().endsWith(ending)).map((ending) => ({ name, ending })),
  )
  return fitting.sort((a, b) => b.ending.length - a.ending.length)[0]?.name ?? null
}

/** A report in a format. Every format is a pure function of the report and the options. */
export const render = async (name: FormatName, report: Report, options: RenderOptions): Promise<string> =>
  (await FORMATS[name].load())(report, options)
