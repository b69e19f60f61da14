/** What zod finds wrong with a value, as lines that say where and what to do. */
import type { z } from 'zod'
import { didYouMean } from '../did-you-mean.ts'
import type { Located } from './yaml.ts'

/** More lines help nobody. */
const MOST_PROBLEMS = 100

type Issue = z.core.$ZodIssue

/** Each mistake as `file:line:column: path: what and what to do`. */
export const describeIssues = (issues: readonly Issue[], located: Located): string[] => {
  const lines = issues.flatMap(settleUnion).flatMap((issue) => describe(issue, located))
  const more = lines.length - MOST_PROBLEMS
  return more > 0 ? [...lines.slice(0, MOST_PROBLEMS), `and ${more} more`] : lines
}

/** One line of a problem. `path` is where it is in the document. */
export const problemLine = (
  located: Located,
  path: readonly PropertyKey[],
  message: string,
  of?: 'value' | 'key',
): string => {
  const place = located.where(path, of)
  return path.length === 0 ? `${place}: ${message}` : `${place}: ${pathText(path)}: ${message}`
}

/** Of an alternative, what is wrong with the branch that was meant: the one whose type fits. */
const settleUnion = (issue: Issue): Issue[] => {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.filter(
    (branch) => !branch.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  )
  const [branch] = meant
  if (branch === undefined || meant.length > 1) return [issue]
  return branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(settleUnion)
}

const describe = (issue: Issue, located: Located): string[] => {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n')
    return issue.keys.map((key, i) => problemLine(located, [...issue.path, key], messages[i] ?? 'unknown key', 'key'))
  }
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => problemLine(located, issue.path, message, 'key'))
  const value = valueAt(located.value, issue.path)
  return [problemLine(located, issue.path, messageOf(issue, value))]
}

const messageOf = (issue: Issue, value: unknown): string => {
  if (value === undefined) return 'is missing: add it'
  if (issue.code === 'invalid_type')
    return `must be ${ARTICLES[issue.expected] ?? issue.expected}, not ${typeName(value)}`
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String)
    return `must be one of ${known.join(', ')}${typeof value === 'string' ? didYouMean(value, known) : ''}`
  }
  return issue.message
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
}

const typeName = (value: unknown): string => {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'boolean') return String(value)
  return ARTICLES[typeof value] ?? typeof value
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, segment) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[segment] : undefined,
    value,
  )

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((segment, i) => (typeof segment === 'number' ? `[${segment}]` : `${i > 0 ? '.' : ''}${String(segment)}`))
    .join('')
