import t from 'tap'
import { isRuledOut, whyUntestable } from '../../../agent/catalogue/applies.ts'
import { parseManifest } from '../../../agent/catalogue/read.ts'
import type { Vantage } from '../../../agent/model.ts'

const row = (keys: object) =>
  parseManifest(
    JSON.stringify({ name: 'x', requirements: [{ id: 'a', hosts: ['a.example'], ports: [443], ...keys }] }),
    'm.json',
  ).requirements[0]!

const KINDS: readonly Vantage['kind'][] = ['compute-instance', 'job', 'kubernetes', 'vm', 'machine']

/** The kinds of machine from which the row can't be tested. */
const wrongFor = (keys: object) => KINDS.filter((kind) => whyUntestable(row(keys), {}, kind)?.cause === 'wrong-vantage')

t.test('who must reach it, and from where it can be tested', async (t) => {
  t.same(wrongFor({}), [])
  t.same(wrongFor({ vantage: 'client' }), ['compute-instance', 'job', 'kubernetes'])
  t.same(wrongFor({ vantage: 'node' }), ['compute-instance'])
  t.same(wrongFor({ vantage: 'control-plane' }), KINDS)
  t.same(wrongFor({ direction: 'inbound' }), KINDS)
  t.same(wrongFor({ direction: 'in-cluster' }), ['compute-instance', 'vm'])
})

t.test('a condition on a fact', async (t) => {
  const hbi = row({ when: { hbiWorkspace: true } })
  t.ok(isRuledOut(hbi, { hbiWorkspace: 'false' }))
  t.notOk(isRuledOut(hbi, { hbiWorkspace: 'true' }))
  t.notOk(isRuledOut(hbi, {}))
  t.equal(whyUntestable(hbi, { hbiWorkspace: 'true' }, 'machine'), null)
  t.match(whyUntestable(hbi, {}, 'machine'), {
    cause: 'missing-fact',
    fact: 'hbiWorkspace',
    says: /--set hbiWorkspace=VALUE/,
  })
})
