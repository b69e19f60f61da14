/** nft rulesets. */

const chain = (name: string, type: string, hook: string, rules: readonly string[]): string =>
  [`table inet lab {`, `chain ${name} {`, `type ${type} hook ${hook} priority 0`, ...rules, '}', '}', ''].join('\n')

/** What passes through the middlebox. */
export const forward = (...rules: readonly string[]): string => chain('forward', 'filter', 'forward', rules)

/** What this machine sends. */
export const output = (...rules: readonly string[]): string => chain('output', 'filter', 'output', rules)

/** Connections of the client that the middlebox takes for itself. */
export const redirect = (...rules: readonly string[]): string => chain('prerouting', 'nat', 'prerouting', rules)
