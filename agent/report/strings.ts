/**
 * Plain data with every string replaced; keys stay. How redaction, scrubbing and cleaning reach all there is, without knowing
 * what there is. Parts in which nothing changes are not copied: a report can hold a hundred thousand strings.
 */
export const mapStrings = <T>(value: T, change: (text: string) => string): T => {
  const walk = (node: unknown): unknown => {
    if (typeof node === 'string') return change(node)
    if (typeof node !== 'object' || node === null) return node
    let copy: unknown
    // Arrays and objects alike: their keys, and a copy only once something changed.
    for (const key of Object.keys(node)) {
      const child = (node as Record<string, unknown>)[key]
      const changed = walk(child)
      if (changed === child) continue
      copy ??= Array.isArray(node) ? [...(node as unknown[])] : { ...node }
      ;(copy as Record<string, unknown>)[key] = changed
    }
    return copy ?? node
  }
  return walk(value) as T
}
