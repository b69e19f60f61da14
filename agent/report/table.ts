import type { RenderOptions } from './options.ts'
import type { Report } from './schema.ts'
import type { Standing } from './standing.ts'
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
      ...marked(page, summary.worst, summary.headline, 'strong'),
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
  ...marked(page, finding.verdict, `${finding.says} [${code(finding)}]`, 'strong'),
  ...fix(page, finding.remedy, '  '),
  ...(finding.evidence.length > 0 ? dim(page, ['  How we know:']) : []),
  ...finding.evidence.flatMap((line) => dim(page, wrap(line, page.columns, '  - '))),
  ...(finding.endpoints.length > 0 ? names(page, finding.endpoints, `  Explains ${finding.endpoints.length}: `) : []),
]

const sectionLines = (page: Page, { standing, groups }: Section): string[] => {
  const title = page.paint('title', LOOK[standing].title)
  if (standing === 'open' || standing === 'closed') return [title, ...compact(page, standing, groups)]
  const lines = [title]
  let purpose: string | null = null
  for (const group of groups) {
    if (group.purpose !== purpose) lines.push(...(purpose === null ? [] : ['']), ...wrap(group.purpose, page.columns))
    purpose = group.purpose
    lines.push(...detail(page, standing, group))
  }
  return lines
}

/** As few lines as will do: nothing is to be done there. A purpose too long for the column stands above its names. */
const compact = (page: Page, standing: Standing, groups: readonly Group[]): string[] => {
  const widths = groups.map(({ purpose }) => widthOf(purpose)).filter((width) => width <= page.columns / 3)
  const wide = Math.max(...widths, 0)
  return groups.flatMap((group) => {
    const symbol = page.mark(standing)
    const first = `${symbol} ${pad('', wide)}  `
    if (widthOf(group.purpose) > wide)
      return mark(page, standing, [
        ...wrap(group.purpose, page.columns, `${symbol} `),
        ...names(page, group.names, pad('', widthOf(first))),
      ])
    return mark(page, standing, names(page, group.names, `${symbol} ${pad(group.purpose, wide)}  `))
  })
}

const detail = (page: Page, standing: Standing, { names: hosts, results: [of] }: Group): string[] => [
  ...marked(
    page,
    standing,
    `${hosts.join(', ')} [${code(of)}]${of.requirements.some(({ required }) => required) ? '' : ' (optional)'}`,
    'strong',
  ),
  ...wrap(of.says, page.columns, '    '),
  ...fix(page, of.remedy, '    '),
  ...(of.also.length > 0 ? dim(page, wrap(`Also: ${of.also.join(', ')}`, page.columns, '    ')) : []),
  ...of.notes.flatMap((note) => dim(page, wrap(`Note: ${note}`, page.columns, '    '))),
]

const untestedLines = (page: Page, untested: readonly Untested[]): string[] => [
  page.paint('title', LOOK.untestable.title),
  ...untested.flatMap(({ says, hosts }) => [
    ...marked(page, 'untestable', says, 'dim'),
    ...dim(page, names(page, hosts, '    ')),
  ]),
]

const nextLines = (page: Page): string[] =>
  dim(
    page,
    wrap(
      'Next: "connprobe explain HOST:PORT" shows all evidence of one endpoint; "--format ticket" writes the request for the network team.',
      page.columns,
    ),
  )

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
  const lines = wrap(all.join(', '), page.columns - indent.length)
  const shown = page.verbose ? lines : lines.slice(0, NAME_LINES)
  const left = all.length - shown.join(' ').split(', ').length
  return [...shown, ...(left > 0 ? [`and ${left} more (-v names them all)`] : [])].map(
    (line, index) => (index === 0 ? first : indent) + line,
  )
}

/** Text with the mark of its standing before it; its first line in a style. */
const marked = (page: Page, standing: Standing, text: string, style: Style): string[] => {
  const [first = '', ...more] = wrap(text, page.columns, `${page.mark(standing)} `)
  const symbol = page.mark(standing)
  const painted = page.paint(LOOK[standing].style, symbol) + page.paint(style, first.slice(symbol.length))
  return [painted, ...more.map((line) => page.paint(style, line))]
}

const mark = (page: Page, standing: Standing, [first = '', ...more]: readonly string[]): string[] => {
  const symbol = page.mark(standing)
  return [page.paint(LOOK[standing].style, symbol) + first.slice(symbol.length), ...more]
}

const dim = (page: Page, lines: readonly string[]): string[] => lines.map((line) => page.paint('dim', line))
