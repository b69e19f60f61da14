import fc from 'fast-check'
import t from 'tap'
import { common, isEveryPort, portText, union, without } from '../../../agent/rules/ports.ts'
import { ALL_PORTS, type PortRange } from '../../../agent/rules/rule.ts'

const MOST = 40
const ranges = fc.array(
  fc.tuple(fc.integer({ min: 1, max: MOST }), fc.integer({ min: 0, max: 6 })).map(([a, n]): PortRange => [a, a + n]),
  { maxLength: 6 },
)
const members = (list: readonly PortRange[]): Set<number> =>
  new Set(list.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, n) => first + n)))
const sorted = (set: Iterable<number>): number[] => [...set].sort((a, b) => a - b)

t.test('sets of ranges are the sets of their ports', async (t) => {
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      const [inA, inB] = [members(a), members(b)]
      t.same(sorted(members(union([...a, ...b]))), sorted(new Set([...inA, ...inB])))
      t.same(sorted(members(without(union(a), b))), sorted([...inA].filter((port) => !inB.has(port))))
      t.same(sorted(members(common(union(a), b))), sorted([...inA].filter((port) => inB.has(port))))
    }),
    { numRuns: 50 },
  )
})

t.test('ranges that touch become one', async (t) => {
  t.same(
    union([
      [8706, 8710],
      [80, 80],
      [8704, 8705],
    ]),
    [
      [80, 80],
      [8704, 8710],
    ],
  )
})

t.test('ports as text', async (t) => {
  t.equal(portText([443, 443]), '443')
  t.equal(portText([8704, 8710]), '8704-8710')
  t.ok(isEveryPort(ALL_PORTS))
  t.notOk(isEveryPort([[1, 65_534]]))
})
