import { comments } from './remarks.ts'

/**
 * A POSIX shell script that stops at the first failure.
 * @param variables must be set when it runs
 */
export const script = (head: readonly string[], variables: readonly string[], lines: readonly string[]): string =>
  [
    '#!/bin/sh',
    ...comments('#', head),
    'set -eu',
    ...variables.map((name) => `: "\${${name}:?set it first}"`),
    ...lines,
    '',
  ].join('\n')
