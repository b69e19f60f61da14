import t from 'tap'
import { mergeEndpoints } from '../../../agent/catalogue/merge.ts'
import type { Endpoint } from '../../../agent/model.ts'

const endpoint = (id: string, more: Partial<Endpoint> = {}, manifest = 'm'): Endpoint => ({
  host: 'a.example',
  port: 443,
  protocol: 'tcp',
  probe: 'https',
  expect: {},
  requirements: [{ manifest, id, purpose: id, host: 'a.example', required: true }],
  ...more,
})
const ids = ({ requirements }: Endpoint) => requirements.map(({ id }) => id)
const untestable = { cause: 'wrong-vantage', says: 'not from here' } as const

t.test('alike endpoints are one, in order of first mention', async (t) => {
  const merged = mergeEndpoints([endpoint('x'), endpoint('y', { port: 80 }), endpoint('z'), endpoint('x')])
  t.same(merged.map(ids), [['x', 'z'], ['y']])
  t.notOk(merged.some(({ check }) => check !== undefined))
})

t.test('what one requirement makes testable is tested, for that requirement alone', async (t) => {
  const [first, second] = [endpoint('x', { untestable }), endpoint('y')]
  for (const order of [
    [first, second],
    [second, first],
  ]) {
    const [merged] = mergeEndpoints(order)
    t.equal(merged?.untestable, undefined)
    t.same(merged && ids(merged), ['y'])
  }
  t.same(mergeEndpoints([first, endpoint('z', { untestable })]).map(ids), [['x', 'z']])
})

t.test('what differs in path, sni or expectation stays apart, with a name for each', async (t) => {
  const merged = mergeEndpoints([
    endpoint('x'),
    endpoint('y', { path: '/v2/' }),
    endpoint('z', { sni: 'b.example' }),
    endpoint('w', { expect: { reachable: false } }),
    endpoint('w', { expect: { private: true } }, 'other'),
  ])
  t.same(
    merged.map(({ check }) => check),
    ['x', 'y', 'z', 'm/w', 'other/w'],
  )
})
