import t from 'tap'
import { nsg } from '../../../agent/rules/nsg.ts'
import { UsageError } from '../../../agent/usage-error.ts'
import { asked, EXAMPLE, rule, tagRule } from '../../fixtures/rules.ts'

t.test('one rule a tag and protocol, priorities unique and in bounds', async (t) => {
  const many = Array.from({ length: 1500 }, (_, n) => tagRule(`Tag${n}`, { purposes: ['p'.repeat(300)] }))
  for (const one of [EXAMPLE, asked(many)]) {
    const { rules } = nsg(one, [])
    t.equal(new Set(rules.map(({ priority }) => priority)).size, rules.length)
    t.equal(new Set(rules.map(({ name }) => name)).size, rules.length)
    t.ok(
      rules.every(
        ({ priority, name, description }) =>
          priority >= 100 && priority <= 4096 && name.length <= 80 && description.length <= 140,
      ),
    )
  }
})

t.test('both directions', async (t) => {
  const { rules } = nsg(
    asked([
      tagRule('AzureMachineLearning', { direction: 'inbound', ports: [[44_224, 44_224]] }),
      tagRule('BatchNodeManagement.westeurope', { protocol: 'any' }),
      rule('10.9.0.4'),
      rule('10.9.0.5'),
    ]),
    [],
  )
  t.match(rules, [
    { direction: 'Inbound', sources: ['AzureMachineLearning'], destinations: ['VirtualNetwork'], ports: ['44224'] },
    {
      direction: 'Outbound',
      sources: ['VirtualNetwork'],
      destinations: ['BatchNodeManagement.westeurope'],
      protocol: '*',
    },
    { destinations: ['10.9.0.4', '10.9.0.5'], protocol: 'Tcp' },
  ])
})

t.test('a name without a tag is said to be missing', async (t) => {
  const { rules, head } = nsg(asked([rule('pypi.org')]), [])
  t.same(rules, [])
  t.match(head.join('\n'), /no service tag contains it:\n +pypi\.org tcp 443/)
})

t.test('more rules than priorities are refused', async (t) => {
  const many = Array.from({ length: 4000 }, (_, n) => tagRule(`Tag${n}`))
  t.throws(() => nsg(asked(many), []), UsageError)
})
