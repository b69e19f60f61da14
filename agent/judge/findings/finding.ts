import type { Confidence, Endpoint, Finding, Result, Verdict } from '../../model.ts'
import { causes, type CauseCode } from '../causes.ts'
import { compare, type Context } from '../context.ts'

/** What a finder looks at. */
type Shared = {
  /** Results that no earlier finding explains. */
  readonly results: readonly Result[]
  /** All results of the run. */
  readonly all: readonly Result[]
  readonly context: Context
}

/** Finds what many results share; those it returns explain the results of the same cause among their endpoints. */
export type Finder = (shared: Shared) => readonly Found[]

/** A finding that still knows its results. */
export type Found = {
  readonly cause: CauseCode
  /** Where it isn't the cause's usual one. */
  readonly verdict?: Verdict
  readonly confidence: Confidence
  readonly says: string
  readonly remedy: string | null
  readonly results: readonly Result[]
  /** It tells of the whole group, though single causes may differ. */
  readonly whole?: true
  /** The facts that show it, one short line each. */
  readonly evidence: readonly string[]
}

export const isWorking = ({ verdict }: Result): boolean => verdict === 'open' || verdict === 'degraded'
export const isBlocked = ({ verdict }: Result): boolean => verdict === 'blocked'
/** It was probed to an end, so that its result says something of the network. */
export const isProbed = ({ verdict, cause }: Result): boolean => verdict !== 'untestable' && cause !== 'deadline'

/** Whether a cause is among what was found, as the first or another true one. */
export const has = ({ cause, also }: Result, code: CauseCode): boolean => cause === code || also.includes(code)

/** Results by a key, in the order of the keys; null keys left out. */
export const groupBy = (
  results: readonly Result[],
  keyOf: (result: Result) => string | null,
): readonly (readonly [string, readonly Result[]])[] => {
  const groups = new Map<string, Result[]>()
  for (const result of results) {
    const key = keyOf(result)
    if (key === null) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [result])
    else group.push(result)
  }
  return [...groups].toSorted(([one], [other]) => compare(one, other))
}

/** `1 endpoint`, `7 endpoints`. */
export const count = (results: readonly unknown[], word = 'endpoint'): string =>
  `${results.length} ${word}${results.length === 1 ? '' : 's'}`

/** How many results have which cause, the most frequent first, in words. */
export const tally = (results: readonly Result[]): string[] =>
  groupBy(results, ({ cause }) => cause)
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([code, group]) => `${count(group)}: ${causes[code as CauseCode].meaning}`)

/** What results say, each sentence once: `most` of them. */
export const sentences = (results: readonly Result[], most: number): string[] =>
  [...new Set(results.map(({ says }) => says))].slice(0, most)

export const findingOf = (found: Found, nameOf: (endpoint: Endpoint) => string): Finding => ({
  cause: found.cause,
  verdict: found.verdict ?? causes[found.cause].verdicts[0],
  says: found.says,
  remedy: found.remedy,
  confidence: found.confidence,
  endpoints: found.results.map(({ endpoint }) => nameOf(endpoint)).toSorted(),
  evidence: found.evidence,
})
