import type { Observation } from '../../probes/observation.ts'
import { hostPort } from '../endpoint-name.ts'
import type { ChainTrust } from '../model.ts'
import { trustRemarks, trustRows } from './client-trust.ts'
import type { Page } from './explain/page.ts'
import { nameLines } from './explain/names.ts'
import { rulingLines, triedLines } from './explain/ruling.ts'
import { observationLines } from './explain/waterfall.ts'
import type { Render } from './formats.ts'
import { groupBy } from './group-by.ts'
import type { Report, ReportExperiment, ReportResult } from './schema.ts'
import { cleaned } from './text/clean.ts'
import { experimentTarget, observationsOf, outcome } from './text/outcome.ts'
import { painter } from './text/paint.ts'
import { wrap } from './text/width.ts'

/**
 * Everything about the endpoints of a report, for a person: the ruling, what each resolver said, each address with its phases as
 * bars and its certificates, directly and through the proxy, each experiment, the rules that were tried; last what the run asked
 * of the network as a whole.
 */
export const explain: Render = (raw, { columns, color, unicode }) => {
  const report = cleaned(raw, unicode)
  const page: Page = { columns: Math.min(Math.max(columns, 40), 140), paint: painter(color), unicode }
  const blocks = [
    ...report.results.flatMap((result) => resultBlocks(page, result)),
    ...(report.context.trust ?? []).flatMap((chain) =>
      section(page, `Who accepts ${chain.authority}, of ${hostPort(chain)}`, trustLines(page, chain)),
    ),
    ...section(page, 'The network as a whole', networkLines(page, report)),
  ]
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

const section = (page: Page, title: string, lines: readonly string[]): string[][] =>
  lines.length === 0 ? [] : [[page.paint('title', title), ...lines]]

const resultBlocks = (page: Page, result: ReportResult): string[][] => [
  rulingLines(page, result),
  ...section(page, 'Asked for by', requirementLines(page, result)),
  ...section(page, 'Names', nameLines(page, result)),
  ...[...result.observations, ...otherWay(result)].flatMap((one) =>
    section(page, whereOf(one), observationLines(page, one)),
  ),
  ...section(page, 'Experiments', experimentLines(page, result.experiments)),
  ...section(page, 'Rules tried, in order', triedLines(page, result)),
]

const requirementLines = (page: Page, { requirements }: ReportResult): string[] =>
  requirements.flatMap(({ manifest, id, purpose, host, required }) =>
    wrap(`${manifest}/${id}: ${purpose} (${host}${required ? '' : ', optional'})`, page.columns, '  '),
  )

/** Without the proxy of the settings, or through a proxy that they exempt the host from. */
const otherWay = ({ experiments }: ReportResult): readonly Observation[] =>
  experiments.filter(({ name }) => name === 'direct-and-proxied').flatMap(observationsOf)

const whereOf = ({ address, from, via }: Observation): string =>
  [
    address ?? (via === null ? 'No address' : 'By the proxy'),
    ...(from === null ? [] : [`from ${from}`]),
    ...(via === null ? ['directly'] : [`through ${via}`]),
  ].join(' ')

/** Each question once, and what came of it. */
const experimentLines = (page: Page, experiments: readonly ReportExperiment[]): string[] =>
  [...groupBy(experiments, ({ name }) => name)].flatMap(([name, alike]) => [
    ...wrap(alike[0].asks, page.columns, `  ${name}: `),
    ...alike.flatMap((one) => answerLines(page, one)),
  ])

const answerLines = (page: Page, experiment: ReportExperiment): string[] => {
  const seen = observationsOf(experiment)
  return seen.length === 0
    ? ['    not answered: the run ended first']
    : seen.flatMap((one) => wrap(`${experimentTarget(experiment)}: ${outcome(one)}`, page.columns, '    '))
}

const trustLines = (page: Page, chain: ChainTrust): string[] => [
  ...trustRows(chain).flatMap((row) => wrap(row, page.columns, '  ')),
  ...trustRemarks([chain]).flatMap((remark) => wrap(remark, page.columns, '  Note: ')),
]

const networkLines = (page: Page, { context, findings, vantage }: Report): string[] => [
  ...vantage.notes.flatMap((note) => wrap(note, page.columns, '  Note: ')),
  ...findings.flatMap(({ says }) => wrap(says, page.columns, '  Finding: ')),
  ...experimentLines(page, context.experiments),
]
