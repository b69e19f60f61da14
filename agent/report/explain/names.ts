import type { DnsAnswer, Observation } from '../../../probes/observation.ts'
import type { ReportResult } from '../schema.ts'
import { duration, observationsOf } from '../text/outcome.ts'
import { wrap } from '../text/width.ts'
import type { Page } from './page.ts'

/** What every server that was asked said: those that the lookup asked, then each one asked on its own. */
export const nameLines = (page: Page, { observations, experiments }: ReportResult): string[] => [
  // The lookup is the same for all addresses.
  ...observations.slice(0, 1).flatMap((one) => answersIn(one).flatMap((answer) => answerLines(page, answer))),
  ...experiments
    .filter(({ name }) => name === 'resolver-compare')
    .flatMap((one) => observationsOf(one).flatMap(answersIn))
    .flatMap((answer) => answerLines(page, answer)),
]

const answersIn = ({ steps }: Observation): readonly DnsAnswer[] =>
  steps.flatMap(({ facts }) => (facts !== undefined && 'answers' in facts ? facts.answers : []))

const answerLines = (page: Page, answer: DnsAnswer): string[] => {
  const { server, transport, name, type, rcode, addresses, chain, ttl, durationSeconds, fault } = answer
  const said = [
    rcode ?? fault?.code ?? fault?.kind ?? 'nothing',
    addresses.join(' '),
    ttl === undefined ? '' : `ttl ${ttl} s`,
    duration(durationSeconds),
  ].filter((word) => word !== '')
  return [
    ...wrap(`${type} ${name}: ${said.join(', ')}`, page.columns, `  ${server} ${transport}: `),
    ...chain.map((alias) => page.paint('dim', `    -> ${alias}`)),
  ]
}
