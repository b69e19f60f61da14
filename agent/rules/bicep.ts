import { bicepString } from './quote.ts'

/** An array of strings, an item a line. */
export const bicepList = (items: readonly string[], indent: number): string => {
  const margin = ' '.repeat(indent)
  return ['[', ...items.map((item) => `${margin}  ${bicepString(item)}`), `${margin}]`].join('\n')
}
