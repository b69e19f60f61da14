/** What the comments of a file of rules say. Plain lines; each dialect puts its own comment mark before them. */
import { groupBy } from '../report/group-by.ts'
import { clean } from '../report/text/clean.ts'
import { wrap } from '../report/text/width.ts'
import { VERSION } from '../version.ts'
import type { Asked, Omission, Rule } from './rule.ts'
import { trafficText } from './views.ts'

/** Columns at which lists in comments are wrapped. */
const COLUMNS = 120

/** The head of a file: what it is, where it is from, how to use it, what it lacks. */
export const headLines = (
  { origin }: Asked,
  omitted: readonly Omission[],
  title: string,
  usage: readonly string[],
): string[] => [
  `${title}, made by connprobe ${VERSION}.`,
  ...origin.flatMap((line) => wrap(clean(`${line}.`), COLUMNS)),
  ...usage,
  ...omissionLines(omitted),
]

const omissionLines = (omitted: readonly Omission[]): string[] => {
  if (omitted.length === 0) return []
  const byReason = groupBy(omitted, ({ why }) => why)
  return [
    '',
    'Not in here:',
    ...[...byReason].flatMap(([why, alike]) => [
      `- ${why}:`,
      ...listLines([...new Set(alike.map(({ what }) => what))]),
    ]),
  ]
}

/** `a; b; c`, on as many lines as it needs. */
const listLines = (items: readonly string[]): string[] => {
  const lines: string[] = []
  for (const item of items) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + item.length + 2 <= COLUMNS) lines[lines.length - 1] = `${last}; ${item}`
    else lines.push(`    ${item}`)
  }
  return lines
}

/** The purpose of a requirement that isn't required. */
export const optional = (purpose: string): string => `${purpose} (optional)`

type Reasons = Pick<Rule, 'purposes' | 'requirements' | 'vantages'>

/** Why a rule is there: what for, who reaches it where that isn't compute alone, and which requirements ask for it. */
export const reasonLines = ({ purposes, requirements, vantages }: Reasons): string[] => {
  const isElsewhere = vantages.some((vantage) => vantage !== 'compute')
  const from = isElsewhere ? ` [from: ${vantages.join(', ')}]` : ''
  return [...wrap(clean(purposeText(purposes) + from), COLUMNS), ...listLines(requirements)]
}

/** The same in a line of at most `most` characters, for descriptions. */
export const reasonText = ({ purposes }: Pick<Rule, 'purposes'>, most: number): string => {
  const text = clean(purposeText(purposes))
  return text.length <= most ? text : `${text.slice(0, most - 3).trimEnd()}...`
}

/** Purposes in one phrase; what is optional for one requirement and due for another is due. */
const purposeText = (purposes: readonly string[]): string =>
  purposes
    .filter((purpose) => !purposes.some((other) => purpose === optional(other)))
    .map((purpose) => purpose.replace(/\.$/, ''))
    .join('; ')

/** Lines as comments: nothing in them can end a comment, for they have no line ends. */
export const comments = (mark: string, lines: readonly string[]): string[] =>
  lines.map((line) => `${mark} ${clean(line)}`.trimEnd())

/** A rule's traffic, with its reason before it. */
export const titled = (rule: Reasons & Pick<Rule, 'protocol' | 'ports'>): string[] => [
  ...reasonLines(rule),
  trafficText(rule),
]
