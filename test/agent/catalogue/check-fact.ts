import fc from 'fast-check'
import t from 'tap'
import { factProblem, fits } from '../../../agent/catalogue/check-fact.ts'
import { FACT_NAMES } from '../../../agent/catalogue/facts.ts'

t.test('no fact takes what a shell, a pattern or a report could stumble over', async (t) => {
  const unsafe = fc.constantFrom(...Array.from(' \t\n\r\0\u001b*?[]{}()<>|&;$`\'"\\!#~%^=,/@'))
  const value = fc.tuple(fc.string(), unsafe, fc.string()).map((parts) => parts.join(''))
  for (const name of FACT_NAMES) {
    fc.assert(
      fc.property(value, (text) => !fits(name, text)),
      { numRuns: 50 },
    )
    t.notOk(fits(name, ''), name)
    t.notOk(fits(name, 'a'.repeat(254)), name)
    t.notOk(fits(name, 'westeurope\n'), name)
  }
})

t.test('what is wrong is said without the value', async (t) => {
  t.equal(factProblem('region', 'westeurope'), null)
  t.equal(factProblem('hbiWorkspace', true), null)
  t.equal(factProblem('hbiWorkspace', 'yes'), 'the value is not what is due: true for a high-business-impact workspace')
  t.equal(factProblem('storage', 12345), 'the value must be a text: put a number in quotes')
  t.equal(factProblem('workspaceNane', 'x'), "there is no such fact; did you mean 'workspaceName'?")
  t.equal(factProblem('__proto__', 'x'), 'there is no such fact')
  t.match(factProblem('acr', 'myacr.azurecr.io'), /without \.azurecr\.io/)
})
