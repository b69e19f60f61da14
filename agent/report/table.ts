import type { RenderOptions } from './options.ts'
import type { Report, ReportResult } from './schema.ts'
import { isRequired, type Standing } from './standing.ts'
import { summarise, type Group, type Section, type Untested } from './summary.ts'
import { cleaned } from './text/clean.ts'
import { LOOK } from './text/look.ts'
import { painter, type Paint, type Style } from './text/paint.ts'
import { pad, widthOf, wrap } from './text/width.ts'

/** How many lines of names a list gets unless `verbose` asks for all. */
const NAME_LINES = 3

/** The page that is being laid out. */
type Page = {
  readonly columns: number
  readonly paint: Paint
  readonly mark: (standing: Standing) => string
  readonly verbose: boolean
}

/**
 * `--format table`: for a person at a terminal. The verdict first, then what to do about it, then the rest; nothing twice.
 */
export const table = (raw: Report, { columns, color, unicode, verbose }: RenderOptions): string => {
  const summary = summarise(cleaned(raw, unicode))
  const page: Page = {
    columns: Math.min(Math.max(columns, 40), 140),
    paint: painter(color),
    mark: (standing) => LOOK[standing][unicode ? 'mark' : 'ascii'],
    verbose,
  }
  const blocks = [
    [
      ...marked(page, summary.worst, wrap(summary.headline, page.columns, `${page.mark(summary.worst)} `), 'strong'),
      ...dim(page, wrap(`${summary.counts}.`, page.columns, '  ')),
      ...dim(page, wrap(summary.context.join(' | '), page.columns, '  ')),
      ...summary.remarks.flatMap((remark) => wrap(remark, page.columns, '  ')),
    ],
    ...summary.findings.map((finding) => findingLines(page, finding)),
    ...summary.sections.map((section) => sectionLines(page, section)),
    ...(summary.untested.length > 0 ? [untestedLines(page, summary.untested)] : []),
    ...(FAILING.has(summary.worst) ? [nextLines(page)] : []),
  ]
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

/** Standings after which a person needs to know where to go on. */
const FAILING: ReadonlySet<Standing> = new Set(['exposed', 'blocked', 'denied', 'inconclusive', 'degraded'])

const findingLines = (page: Page, finding: Report['findings'][number]): string[] => [
  ...marked(
    page,
    finding.verdict,
    wrap(`${finding.says} [${code(finding)}]`, page.columns, `${page.mark(finding.verdict)} `),
    'strong',
  ),
  ...fix(page, finding.remedy, '  '),
  ...(finding.evidence.length > 0 ? dim(page, ['  How we know:']) : []),
  ...finding.evidence.flatMap((line) => dim(page, wrap(line, page.columns, '  - '))),
  ...(finding.endpoints.length > 0 ? names(page, finding.endpoints, `  Explains ${finding.endpoints.length}: `) : []),
]

const sectionLines = (page: Page, { standing, groups }: Section): string[] => {
  const title = page.paint('title', LOOK[standing].title)
  if (standing === 'open' || standing === 'closed') return [title, ...compact(page, standing, groups)]
  let above = ''
  const lines = groups.flatMap((group) => {
    const purpose = group.purposes.join(', ')
    const heading = purpose === above ? [] : [...(above === '' ? [] : ['']), ...purposeLines(page, group)]
    above = purpose
    return [...heading, ...detail(page, standing, group)]
  })
  return [title, ...lines]
}

/** What the endpoints beneath are for; a long list is cut. */
const purposeLines = (page: Page, { purposes }: Group): string[] => names(page, purposes, '')

/** As few lines as will do: nothing is to be done there. A purpose too long for the column stands above its names. */
const compact = (page: Page, standing: Standing, groups: readonly Group[]): string[] => {
  const rows = groups.map((group) => ({ purpose: group.purposes.join(', '), hosts: group.names }))
  const widths = rows.map(({ purpose }) => widthOf(purpose)).filter((width) => width <= page.columns / 3)
  const wide = Math.max(...widths, 0)
  const symbol = page.mark(standing)
  return rows.flatMap(({ purpose, hosts }) =>
    marked(
      page,
      standing,
      widthOf(purpose) <= wide
        ? names(page, hosts, `${symbol} ${pad(purpose, wide)}  `)
        : [...wrap(purpose, page.columns, `${symbol} `), ...names(page, hosts, pad('', wide + 4))],
    ),
  )
}

const detail = (
  page: Page,
  standing: Standing,
  { names: hosts, says, remedy, notes, results: [of] }: Group,
): string[] => [
  ...marked(page, standing, withCode(page, names(page, hosts, `${page.mark(standing)} `), of), 'strong'),
  ...wrap(says, page.columns, '    '),
  ...fix(page, remedy, '    '),
  ...(of.also.length > 0 ? dim(page, wrap(`Also: ${of.also.join(', ')}`, page.columns, '    ')) : []),
  ...notes.flatMap((note) => dim(page, wrap(`Note: ${note}`, page.columns, '    '))),
]

/** The cause behind the names, on their last line if it fits there. */
const withCode = (page: Page, lines: readonly string[], of: ReportResult): string[] => {
  const label = `[${code(of)}]${isRequired(of) ? '' : ' (optional)'}`
  const last = `${lines.at(-1) ?? ''} ${label}`
  return widthOf(last) <= page.columns ? [...lines.slice(0, -1), last] : [...lines, `  ${label}`]
}

const untestedLines = (page: Page, untested: readonly Untested[]): string[] => [
  page.paint('title', LOOK.untestable.title),
  ...untested.flatMap(({ says, hosts }) => [
    ...marked(page, 'untestable', wrap(says, page.columns, `${page.mark('untestable')} `)),
    ...dim(page, names(page, hosts, '    ')),
  ]),
]

/** Where to go on from here. */
const NEXT = [
  ['connprobe explain HOST:PORT', 'all evidence of one endpoint'],
  ['connprobe run -f ticket', 'the request for the network team, with the rules'],
  ['connprobe run --until-open 10m', 'again and again, while somebody changes the rule'],
] as const

const nextLines = (page: Page): string[] => {
  const wide = Math.max(...NEXT.map(([command]) => command.length))
  return dim(page, [
    'Next:',
    ...NEXT.flatMap(([command, does]) => wrap(does, page.columns, `  ${pad(command, wide)}  `)),
  ])
}

const code = ({ cause, confidence }: { cause: string | null; confidence: string }): string =>
  `${cause ?? 'open'}${confidence === 'likely' ? ', likely' : ''}`

const fix = (page: Page, remedy: string | null, indent: string): string[] => {
  if (remedy === null) return []
  const [first = '', ...more] = wrap(remedy, page.columns, `${indent}Fix: `)
  return [first.replace('Fix:', page.paint('good', 'Fix:')), ...more]
}

/** Names in as few lines as will do; how many more there are is said. */
const names = (page: Page, all: readonly string[], first: string): string[] => {
  const indent = ' '.repeat(widthOf(first))
  const columns = page.columns - indent.length
  const lines = wrap(all.join(', '), columns)
  if (page.verbose || lines.length <= NAME_LINES) return indented(lines, first, indent)
  const fitting = fittingIn(lines.slice(0, NAME_LINES).join(' ').length, all)
  const more = `and ${all.length - fitting} more (-v names them all)`
  return indented([...wrap(`${all.slice(0, fitting).join(', ')},`, columns), more], first, indent)
}

const indented = (lines: readonly string[], first: string, indent: string): string[] =>
  lines.map((line, index) => (index === 0 ? first : indent) + line)

/** How many names, joined by commas, are complete within so many characters. */
const fittingIn = (characters: number, all: readonly string[]): number => {
  let length = 0
  const beyond = all.findIndex((name) => (length += name.length + 2) - 2 > characters)
  return beyond < 0 ? all.length : beyond
}

/** Lines that begin with the mark of a standing, which gets its colour. */
const marked = (page: Page, standing: Standing, [first = '', ...more]: readonly string[], style?: Style): string[] => {
  const symbol = page.mark(standing)
  const paint = (text: string) => (style === undefined ? text : page.paint(style, text))
  return [page.paint(LOOK[standing].style, symbol) + paint(first.slice(symbol.length)), ...more.map(paint)]
}

const dim = (page: Page, lines: readonly string[]): string[] => lines.map((line) => page.paint('dim', line))
