import { readKnowledge } from '../catalogue/knowledge.ts'
import type { Io } from '../io.ts'
import type { RawOptions } from '../options.ts'
import { safeJson } from '../report/json.ts'
import { columns } from '../report/text/columns.ts'
import { cases } from '../selftest/cases/index.ts'
import { runCases, type Outcome } from '../selftest/run.ts'
import { UsageError } from '../usage-error.ts'

/** Exit codes (contract, section 1): a wrong verdict here is connprobe's own failure. */
const EXIT = { right: 0, toolFailed: 1, interrupted: 130 }

/** `connprobe selftest`: every built-in fault on loopback, and what connprobe makes of it. */
export const selftest = async (raw: RawOptions, io: Io): Promise<number> => {
  const { format = 'table' } = raw
  if (format !== 'table' && format !== 'json')
    throw new UsageError([`--format: selftest prints table or json, not '${String(format)}'`])
  const { clock } = io
  const started = clock.monotonic()
  const outcomes = await runCases((pki) => cases(pki, clock.now()), readKnowledge(), clock, io.interrupted)
  const seconds = (clock.monotonic() - started) / 1000
  io.stdout.write(format === 'json' ? asJson(outcomes, seconds) : asTable(outcomes, seconds))
  if (io.interrupted.aborted) return EXIT.interrupted
  return outcomes.every(({ right }) => right) ? EXIT.right : EXIT.toolFailed
}

const ruling = ({ verdict, cause }: Pick<Outcome['got'], 'verdict' | 'cause'>): string =>
  cause === null ? verdict : `${verdict}, ${cause}`

const asTable = (outcomes: readonly Outcome[], seconds: number): string => {
  const wrong = outcomes.filter(({ right }) => !right)
  const rows = outcomes.map(({ case: one, got, right }) => [
    right ? 'ok' : 'WRONG',
    one.name,
    ruling(one),
    right ? ruling(got) : `${ruling(got)}: ${got.says}`,
  ])
  const sum = wrong.length === 0 ? 'all right' : `${wrong.length} wrong`
  return `${columns([['', 'fault', 'expected', 'got'], ...rows])}\n${outcomes.length} faults, ${sum}, in ${seconds.toFixed(1)} s\n`
}

const asJson = (outcomes: readonly Outcome[], seconds: number): string => {
  const listed = outcomes.map(({ case: { name, verdict, cause }, got, right }) => ({
    name,
    expected: { verdict, cause },
    got,
    right,
  }))
  const durationSeconds = Math.round(seconds * 1000) / 1000
  return `${safeJson({ right: outcomes.every(({ right }) => right), durationSeconds, cases: listed }, 2)}\n`
}
