/** Sets of ports: ranges in order, none touching another. */
import { ALL_PORTS, type PortRange } from './rule.ts'

/** The set of all these ports. */
export const union = (ranges: readonly PortRange[]): PortRange[] => {
  const united: [number, number][] = []
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const open = united.at(-1)
    if (open !== undefined && first <= open[1] + 1) open[1] = Math.max(open[1], last)
    else united.push([first, last])
  }
  return united
}

/** The ports of `from` that aren't in `taken`. */
export const without = (from: readonly PortRange[], taken: readonly PortRange[]): PortRange[] =>
  taken.reduce<PortRange[]>(
    (left, [first, last]) =>
      left.flatMap(([a, b]): PortRange[] => {
        if (last < a || first > b) return [[a, b]]
        const parts: PortRange[] = [
          [a, first - 1],
          [last + 1, b],
        ]
        return parts.filter(([start, end]) => start <= end)
      }),
    [...from],
  )

/** The ports in both. */
export const common = (a: readonly PortRange[], b: readonly PortRange[]): PortRange[] => without(a, without(a, b))

/** `443`, `8704-8710`. */
export const portText = ([first, last]: PortRange): string => (first === last ? String(first) : `${first}-${last}`)

/** Whether these are all ports there are. */
export const isEveryPort = (ports: readonly PortRange[]): boolean => without(ALL_PORTS, ports).length === 0
