/**
 * Bad input: options, facts, manifests, saved files. Carries every mistake, each a line that says where and what to do; the
 * command ends with exit code 2.
 */
export class UsageError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'UsageError'
    this.problems = problems
  }
}
