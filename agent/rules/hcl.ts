/** HCL as `terraform fmt` writes it. */
import { hclString } from './quote.ts'
import { comments } from './remarks.ts'

/** An argument of a block: its value is an expression. */
type Argument = readonly [name: string, value: string]

/** A block: its arguments, then the blocks within it. */
export type Block = {
  /** Type and labels. */
  readonly head: string
  readonly remarks?: readonly string[]
  readonly arguments: readonly Argument[]
  readonly blocks?: readonly Block[]
}

/** A list of strings on one line. */
export const hclList = (items: readonly string[]): string => `[${items.map(hclString).join(', ')}]`

/** A block's lines; `=` stands in one column. */
export const hclBlock = (block: Block, depth = 0): string[] => {
  const margin = '  '.repeat(depth)
  const width = Math.max(0, ...block.arguments.map(([name]) => name.length))
  return [
    ...comments('#', block.remarks ?? []),
    `${block.head} {`,
    ...block.arguments.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`),
    ...(block.blocks ?? []).flatMap((inner, n) => [
      ...(n > 0 || block.arguments.length > 0 ? [''] : []),
      ...hclBlock(inner, 1),
    ]),
    '}',
  ].map((line) => (line === '' ? line : margin + line))
}

/** A variable that must be given. */
export const hclVariable = (name: string, type: string, description: string): string[] => [
  ...hclBlock({
    head: `variable ${hclString(name)}`,
    arguments: [
      ['type', type],
      ['description', hclString(description)],
    ],
  }),
  '',
]
