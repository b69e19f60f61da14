import { nagiosCode } from './exit-code.ts'
import type { RenderOptions } from './options.ts'
import type { Report } from './schema.ts'
import { isRequired } from './standing.ts'
import { summarise } from './summary.ts'
import { cleaned } from './text/clean.ts'
import { cut } from './text/width.ts'

const WORDS = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const
/** Nagios' own buffer is 8 KB; a pager shows far less. */
const MOST_CHARACTERS = 400

/**
 * `--format nagios`: the one line of a plugin, with performance data after the bar. Its exit code is `nagiosCode`.
 */
export const nagios = (raw: Report, { strict }: Pick<RenderOptions, 'strict'>): string => {
  const report = cleaned(raw, false)
  const required = report.results.filter(isRequired)
  const unmet = required.filter(({ met }) => met === false)
  const failing = (unmet.length > 0 ? unmet : required.filter(({ verdict }) => verdict === 'degraded')).map(
    ({ endpoint, cause }) => `${endpoint.host}:${endpoint.port} ${cause ?? 'open'}`,
  )
  const said = [summarise(report).headline, ...(failing.length > 0 ? [failing.join(', ')] : [])].join(' ')
  const values = Object.entries(report.counts).map(
    ([verdict, count]) => `${verdict}=${count};;;0;${report.results.length}`,
  )
  const performance = [...values, `time=${report.durationSeconds}s;;;0`].join(' ')
  // A bar would end the text.
  const text = cut(said.replaceAll('|', '/'), MOST_CHARACTERS)
  return `CONNPROBE ${WORDS[nagiosCode(report, { strict })]} - ${text} | ${performance}\n`
}
