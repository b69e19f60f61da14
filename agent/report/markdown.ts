import type { Report } from './schema.ts'
import { summarise, type Section } from './summary.ts'
import { LOOK } from './text/look.ts'
import { cleaned } from './text/clean.ts'
import { markdownCode, markdownTable, markdownText } from './text/markup.ts'

/** `--format markdown`: the report for a wiki, an issue or a job summary. */
export const markdown = (raw: Report): string => {
  const summary = summarise(cleaned(raw))
  const blocks = [
    [`# connprobe: ${markdownText(summary.headline)}`],
    [markdownText(`${summary.counts}.`)],
    summary.context.map((phrase) => `- ${markdownText(phrase)}`),
    ...summary.remarks.map((remark) => [`**Note:** ${markdownText(remark)}`]),
    ...summary.findings.flatMap(finding),
    ...summary.sections.flatMap(section),
    ...(summary.untested.length > 0
      ? [
          [`## ${LOOK.untestable.title}`],
          summary.untested.map(({ says, hosts }) => `- ${markdownText(says)} (${hosts.map(markdownCode).join(', ')})`),
        ]
      : []),
  ]
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

const finding = ({ cause, says, remedy, confidence, evidence, endpoints }: Report['findings'][number]): string[][] => [
  [`## ${markdownText(says)}`],
  [`${markdownCode(cause)}, ${confidence}.${remedy === null ? '' : ` **Fix:** ${markdownText(remedy)}`}`],
  evidence.map((line) => `- ${markdownText(line)}`),
  endpoints.length > 0 ? [`Explains ${endpoints.length}: ${endpoints.map(markdownCode).join(', ')}`] : [],
]

const section = ({ standing, groups }: Section): string[][] => {
  const working = standing === 'open' || standing === 'closed'
  const head = working ? ['For', 'Endpoints'] : ['For', 'Endpoints', 'Cause', 'What happened', 'Fix']
  const rows = groups.map(({ purposes, names, says, remedy, results: [of] }) => [
    purposes.map(markdownText).join('<br>'),
    names.map(markdownCode).join('<br>'),
    ...(working
      ? []
      : [`${markdownCode(of.cause ?? 'open')}, ${of.confidence}`, markdownText(says), markdownText(remedy ?? '')]),
  ])
  return [[`## ${LOOK[standing].title}`], markdownTable(head, rows)]
}
