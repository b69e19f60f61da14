/**
 * A copy of plain data with every string replaced; keys stay. How redaction, scrubbing and cleaning reach all there is,
 * without knowing what there is.
 */
export const mapStrings = <T>(value: T, change: (text: string) => string): T => {
  const walk = (node: unknown): unknown => {
    if (typeof node === 'string') return change(node)
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, walk(child)]))
  }
  return walk(value) as T
}
