import t from 'tap'
import { parseDocument } from 'yaml'
import { dialectNames, dialects } from '../../../agent/rules/dialects.ts'
import { asked, EXAMPLE, HOSTILE, rule, workloads } from '../../fixtures/rules.ts'

t.cleanSnapshot = (text) => text.replaceAll(/connprobe \d+\.\d+\.\d+/g, 'connprobe VERSION')

for (const name of dialectNames) {
  const { write } = dialects[name]

  t.test(`${name}: one of each`, async (t) => {
    t.matchSnapshot(write(EXAMPLE, workloads))
  })

  t.test(`${name}: nothing is asked for`, async (t) => {
    t.doesNotThrow(() => write(asked([]), workloads))
  })

  t.test(`${name}: the same input gives the same text`, async (t) => {
    t.equal(write(EXAMPLE, workloads), write(structuredClone(EXAMPLE), workloads))
  })
}

/** Lines that a hostile purpose would have to make to do harm: each begins like nothing that a dialect writes. */
const harmful = /^\s*(rm |touch |allow all|set rulebase security rules any|http_access allow all|EOF|\*\/)/m

t.test('hostile purposes and remarks stay comments and strings', async (t) => {
  const rules = HOSTILE.map((purpose, n) =>
    rule(`h${n}.example.org`, { purposes: [purpose], requirements: [purpose], vantages: [purpose], tags: ['Storage'] }),
  )
  const hostile = asked(
    rules,
    HOSTILE.map((text) => ({ what: text, why: text })),
  )
  const plain = asked(
    rules.map((one) => ({ ...one, purposes: ['x'], requirements: ['x'], vantages: ['x'] })),
    [],
  )
  for (const name of dialectNames) {
    const text = dialects[name].write({ ...hostile, origin: HOSTILE }, workloads)
    t.notMatch(text, harmful, name)
    t.notMatch(text, /[\u2028\u0085]|\r(?!\n)/, `${name} has no other line ends`)
    if (name === 'networkpolicy')
      t.same(parseDocument(text).toJS(), parseDocument(dialects[name].write(plain, workloads)).toJS())
  }
})
