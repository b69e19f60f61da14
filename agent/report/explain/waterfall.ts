import type { Certificate, Observation, Step } from '../../../probes/observation.ts'
import { duration, stepWords } from '../text/outcome.ts'
import { pad, wrap } from '../text/width.ts'
import type { Page } from './page.ts'

/** Columns of a waterfall beside its bar: phase and duration. */
const PHASE = 9
const TOOK = 9
/** The widest bar that still tells more. */
const MOST_BAR = 48

/** An observation: its phases as bars, its certificates, and which trust stores accept them. */
export const observationLines = (page: Page, observation: Observation): string[] => [
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
