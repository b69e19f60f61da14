import type { Certificate, Observation, Step } from '../../probes/observation.ts'
import { hostPort } from '../endpoint-name.ts'
import type { RenderOptions } from './options.ts'
import type { ReportExperiment, ReportResult } from './schema.ts'
import { standingOf } from './standing.ts'
import { cleaned } from './text/clean.ts'
import { LOOK } from './text/look.ts'
import { duration, experimentTarget, observationsOf, outcome, stepWords } from './text/outcome.ts'
import { painter, type Paint } from './text/paint.ts'
import { pad, wrap } from './text/width.ts'

type Page = { readonly columns: number; readonly paint: Paint; readonly unicode: boolean }

/** Columns of a waterfall beside its bar: phase and duration. */
const PHASE = 9
const TOOK = 9
/** The widest bar that still tells more. */
const MOST_BAR = 48

/**
 * Everything about one endpoint, for a person: the ruling, what each resolver said, each address with its phases as bars and
 * its certificates, each experiment.
 * @param tried the rules that the judge went through, in order
 */
export const explain = (
  raw: ReportResult,
  tried: readonly string[],
  { columns, color, unicode }: Pick<RenderOptions, 'columns' | 'color' | 'unicode'>,
): string => {
  const result = cleaned(raw, unicode)
  const page: Page = { columns: Math.min(Math.max(columns, 40), 140), paint: painter(color), unicode }
  const blocks = [
    ruling(page, result),
    ...section(page, 'Asked for by', requirementLines(page, result)),
    ...section(
      page,
      'Names',
      result.observations.slice(0, 1).flatMap((one) => nameLines(page, one)),
    ),
    ...result.observations.flatMap((one) => section(page, whereOf(one), observationLines(page, one))),
    ...section(
      page,
      'Experiments',
      result.experiments.flatMap((one) => experimentLines(page, one)),
    ),
    ...section(
      page,
      'Rules tried',
      cleaned(tried, unicode).flatMap((rule) => wrap(rule, page.columns, '  ')),
    ),
  ]
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

const section = (page: Page, title: string, lines: readonly string[]): string[][] =>
  lines.length === 0 ? [] : [[page.paint('title', title), ...lines]]

const ruling = (page: Page, result: ReportResult): string[] => {
  const { mark, ascii, style } = LOOK[standingOf(result)]
  const symbol = page.unicode ? mark : ascii
  const { endpoint, verdict, cause, confidence, says, remedy, also, notes } = result
  const name = `${hostPort(endpoint)} ${endpoint.probe}: ${verdict.toUpperCase()}`
  return [
    `${page.paint(style, symbol)} ${page.paint('strong', name)}${cause === null ? '' : ` [${cause}, ${confidence}]`}`,
    ...wrap(says, page.columns, '  '),
    ...(remedy === null ? [] : wrap(remedy, page.columns, '  Fix: ')),
    ...(also.length === 0 ? [] : wrap(also.join(', '), page.columns, '  Also: ')),
    ...notes.flatMap((note) => wrap(note, page.columns, '  Note: ')),
    ...(result.lastGood === undefined ? [] : [`  Last open: ${result.lastGood}`]),
  ]
}

const requirementLines = (page: Page, { requirements }: ReportResult): string[] =>
  requirements.flatMap(({ manifest, id, purpose, host, required }) =>
    wrap(`${manifest}/${id}: ${purpose} (${host}${required ? '' : ', optional'})`, page.columns, '  '),
  )

/** What every server that was asked said; names are the same for all addresses. */
const nameLines = (page: Page, { steps }: Observation): string[] =>
  steps.flatMap((step) =>
    step.phase === 'resolve'
      ? (step.facts?.answers ?? []).flatMap((answer) => {
          const { server, transport, name, type, rcode, addresses, chain, ttl, durationSeconds, fault } = answer
          const said = [
            rcode ?? fault?.code ?? fault?.kind ?? 'nothing',
            addresses.join(' '),
            ttl === undefined ? '' : `ttl ${ttl} s`,
            duration(durationSeconds),
          ].filter((word) => word !== '')
          return [
            ...wrap(`${type} ${name}: ${said.join(', ')}`, page.columns, `  ${server} ${transport}: `),
            ...chain.flatMap((alias) => page.paint('dim', `    -> ${alias}`)),
          ]
        })
      : [],
  )

const whereOf = ({ address, from, via }: Observation): string =>
  [
    address ?? 'No address',
    ...(from === null ? [] : [`from ${from}`]),
    ...(via === null ? [] : [`through ${via}`]),
  ].join(' ')

const observationLines = (page: Page, observation: Observation): string[] => [
  ...observation.steps.flatMap((step) => bar(page, step, observation.durationSeconds)),
  ...observation.steps.flatMap((step) => (step.phase === 'tls' ? chainLines(page, step.facts?.chain ?? []) : [])),
  ...observation.steps.flatMap((step) =>
    step.phase === 'tls'
      ? (step.facts?.trust ?? []).map(
          ({ store, ok, error }) => `  trusted by ${store}: ${ok ? 'yes' : `no (${error ?? '?'})`}`,
        )
      : [],
  ),
]

/** A phase: how long, when within the observation, and what it saw. */
const bar = (page: Page, step: Step, total: number): string[] => {
  const width = Math.min(MOST_BAR, Math.max(10, Math.floor(page.columns / 3)))
  const scale = total > 0 ? width / total : 0
  const start = Math.min(width - 1, Math.floor(step.atSeconds * scale))
  const length = Math.max(1, Math.min(width - start, Math.round(step.durationSeconds * scale)))
  const drawn = ' '.repeat(start) + (page.unicode ? '█' : '#').repeat(length)
  const head = `  ${pad(step.phase, PHASE)}${duration(step.durationSeconds).padStart(TOOK)} `
  const lines = wrap(stepWords(step), page.columns, `${head}${pad(drawn, width)} `)
  return lines.map((line, index) =>
    index === 0
      ? head +
        page.paint(step.ok ? 'good' : 'bad', line.slice(head.length, head.length + width)) +
        line.slice(head.length + width)
      : line,
  )
}

const chainLines = (page: Page, chain: readonly Certificate[]): string[] =>
  chain.flatMap(({ subject, issuer, notBefore, notAfter, fingerprint, selfSigned }, index) => [
    ...wrap(subject, page.columns, `  ${index + 1}. `),
    ...wrap(selfSigned ? 'issued by itself' : `issued by ${issuer}`, page.columns, '     '),
    ...wrap(
      `${notBefore.slice(0, 10)} to ${notAfter.slice(0, 10)}, sha256 ${fingerprint.slice(0, 16)}`,
      page.columns,
      '     ',
    ),
  ])

const experimentLines = (page: Page, experiment: ReportExperiment): string[] => {
  const seen = observationsOf(experiment)
  return [
    ...wrap(experiment.asks, page.columns, `  ${experiment.name}: `),
    ...(seen.length === 0 ? ['    not answered: the run ended first'] : []),
    ...seen.flatMap((one) => wrap(`${experimentTarget(experiment)}: ${outcome(one)}`, page.columns, '    ')),
  ]
}
