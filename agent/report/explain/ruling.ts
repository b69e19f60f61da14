import { hostPort } from '../../endpoint-name.ts'
import { groupBy } from '../group-by.ts'
import type { ReportResult } from '../schema.ts'
import { standingOf } from '../standing.ts'
import { LOOK } from '../text/look.ts'
import { wrap } from '../text/width.ts'
import type { Page } from './page.ts'

/** The verdict, how we know, and what to do. */
export const rulingLines = (page: Page, result: ReportResult): string[] => {
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

/** A rule that was tried, as the judge writes it down: `ADDRESS RULE: OUTCOME`. */
const TRIED = /^(\S+) (\S+): (\S+)$/

/** The rules in their order, address by address; those that apply say what they found. */
export const triedLines = (page: Page, { tried = [] }: ReportResult): string[] => {
  const rules = tried.flatMap((text) => {
    const [, address = '', rule = '', outcome = ''] = TRIED.exec(text) ?? []
    return rule === '' ? [] : [{ address, said: outcome === 'no' ? rule : `${rule} -> ${outcome.toUpperCase()}` }]
  })
  return [...groupBy(rules, ({ address }) => address)].flatMap(([address, all]) =>
    wrap(all.map(({ said }) => said).join(', '), page.columns, `  ${address === '-' ? 'no address' : address}: `),
  )
}
