import t from 'tap'
import { readKnowledge } from '../../../agent/catalogue/knowledge.ts'
import { endpoint, SERVICE, type Case } from '../../../agent/selftest/case.ts'
import { runCases } from '../../../agent/selftest/run.ts'
import { clock } from '../../fixtures/resolver.ts'

const refused: Case = {
  name: 'refused',
  network: { dns: [{ [SERVICE.host]: 'REFUSED' }] },
  endpoints: [endpoint(SERVICE.host)],
  verdict: 'blocked',
  cause: 'dns-refused',
}
const never = new AbortController().signal

t.test('a wrong verdict and a wrong cause are seen', async (t) => {
  const made = [refused, { ...refused, cause: 'dns-nxdomain' }, { ...refused, verdict: 'open', cause: null } as const]
  const outcomes = await runCases(() => made, readKnowledge(), clock, never)
  t.same(
    outcomes.map(({ right }) => right),
    [true, false, false],
  )
  for (const { got } of outcomes) t.match(got, { verdict: 'blocked', cause: 'dns-refused', says: /REFUSED/ })
})
