/** The lab's results as text. Pure. */
import type { Peer } from './peers/peer.ts'
import type { Played } from './play.ts'
import { claimOf, grade, mark, truthOf, type Marks, type Outcome } from './score.ts'

export type Tabulated = {
  readonly text: string
  readonly passed: number
  readonly failed: number
  /** Worlds that couldn't run. */
  readonly skipped: number
  /** Whether connprobe is good enough. */
  readonly good: boolean
}

const VERDICTS = ['open', 'degraded', 'denied', 'blocked', 'inconclusive', 'untestable']

/** @param rightMin part of the cases whose verdict and cause must be right */
export const tabulate = (played: readonly Played[], peers: readonly Peer[], rightMin: number): Tabulated => {
  const outcomes = played.flatMap((one) => one.outcomes)
  const wrong = outcomes.filter((outcome) => grade(outcome) !== 'right')
  const notes = played.flatMap(({ world, notes }) => notes.map((note) => `${world.name}: ${note}`))
  const skips = played.flatMap(({ world, skipped }) => (skipped === undefined ? [] : [`${world.name}: ${skipped}`]))
  const count = (wanted: string) => outcomes.filter((outcome) => grade(outcome) === wanted).length
  const right = outcomes.length - wrong.length
  const part = outcomes.length === 0 ? 1 : right / outcomes.length
  const text = [
    'Expected verdict (rows) and what connprobe said (columns)',
    confusion(outcomes),
    '',
    // Where a run gave no report, its note says why, once.
    ...wrong.filter(({ said }) => said !== null || notes.length === 0).map(complaint),
    ...notes,
    ...skips.map((skip) => `skipped: ${skip}`),
    '',
    `${outcomes.length} cases: ${count('false open')} false open, ${count('false blocked')} false blocked, ` +
      `${(part * 100).toFixed(1)} % of the causes right`,
    '',
    'Does the endpoint work? Answers to the cases that each tool can be asked',
    comparison(played, peers),
  ].join('\n')
  return {
    text,
    passed: right,
    failed: wrong.length + notes.length,
    skipped: skips.length,
    good: count('false open') === 0 && count('false blocked') === 0 && part >= rightMin && notes.length === 0,
  }
}

const columns = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const confusion = (outcomes: readonly Outcome[]): string => {
  const said = [...VERDICTS, 'nothing']
  const rows = VERDICTS.map((expected) => {
    const these = outcomes.filter(({ asked }) => asked.case.is[0]?.verdict === expected)
    const cells = said.map(
      (verdict) => these.filter((outcome) => (outcome.said?.verdict ?? 'nothing') === verdict).length,
    )
    return [expected, ...cells.map((cell) => (cell === 0 ? '.' : `${cell}`))]
  })
  return columns([['', ...said], ...rows])
}

const complaint = (outcome: Outcome): string => {
  const { world, asked, said } = outcome
  const expected = asked.case.is.map(({ verdict, causes }) => `${verdict} ${causes.join('|')}`).join(' or ')
  const got = said ? `${said.verdict} ${said.cause ?? ''} (${said.says})` : 'nothing'
  return `${grade(outcome)}: ${world}/${asked.id}: expected ${expected}, got ${got}`
}

const comparison = (played: readonly Played[], peers: readonly Peer[]): string => {
  const ours = played.flatMap(({ outcomes }) =>
    outcomes.map(({ asked, said }) => ({ truth: truthOf(asked), claim: claimOf(said?.verdict ?? '') })),
  )
  const theirs = peers.map((peer): [string, Marks] => [
    peer.name,
    mark(
      played.flatMap(({ outcomes, claims }) =>
        outcomes.flatMap(({ asked }) => {
          const claim = claims.get(peer.name)?.get(asked.id) ?? null
          return claim === null ? [] : [{ truth: truthOf(asked), claim }]
        }),
      ),
    ),
  ])
  const rows = [['connprobe', mark(ours)] as [string, Marks], ...theirs].map(([name, marks]) => [
    name,
    ...Object.values(marks).map(String),
  ])
  return columns([['', 'right', 'false open', 'false blocked', 'no answer'], ...rows])
}
