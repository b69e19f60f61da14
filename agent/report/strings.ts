/**
 * Plain data with every string replaced; keys stay. How redaction, scrubbing and cleaning reach all there is, without knowing
 * what there is. Parts in which nothing changes are not copied: a report can hold a hundred thousand strings.
 */
export const mapStrings = <T>(value: T, change: (text: string) => string): T => {
  const walk = (node: unknown): unknown => {
    if (typeof node === 'string') return change(node)
    if (typeof node !== 'object' || node === null) return node
    if (Array.isArray(node)) {
      const items: readonly unknown[] = node
      const copy = items.map(walk)
      return copy.every((item, index) => item === items[index]) ? node : copy
    }
    const entries = Object.entries(node) as [string, unknown][]
    const copy = entries.map(([key, child]): [string, unknown] => [key, walk(child)])
    return copy.every(([, child], index) => child === entries[index]?.[1]) ? node : Object.fromEntries(copy)
  }
  return walk(value) as T
}
