/** Items by key, in the order in which the keys come up. (Map.groupBy needs Node 21.) */
export const groupBy = <T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, [T, ...T[]]> => {
  const groups = new Map<K, [T, ...T[]]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
