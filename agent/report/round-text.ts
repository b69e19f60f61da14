import type { Change } from './diff.ts'
import { changeText } from './diff-text.ts'
import type { Report } from './schema.ts'
import { summarise } from './summary.ts'
import { cleaned } from './text/clean.ts'

/**
 * A round of `--until-open`: when, how it stands, and verdicts and causes that are not what they were.
 * @param changes since the round before
 */
export const roundText = (raw: Report, changes: readonly Change[]): string => {
  const report = cleaned(raw, false)
  const told = changes.filter(({ what }) => what === 'verdict' || what === 'cause')
  return [
    `${report.finishedAt.slice(11, 19)} UTC ${summarise(report).headline}`,
    ...cleaned(told, false).map((change) => `  ${changeText(change)}`),
  ]
    .map((line) => `${line}\n`)
    .join('')
}
