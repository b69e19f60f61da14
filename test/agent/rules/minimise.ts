import t from 'tap'
import { minimise } from '../../../agent/rules/minimise.ts'
import { peerText } from '../../../agent/rules/peer.ts'
import type { Rule } from '../../../agent/rules/rule.ts'
import { rule, tagRule } from '../../fixtures/rules.ts'

const short = (rules: readonly Rule[]): string[] =>
  minimise(rules).map(({ peer, protocol, ports }) => `${peerText(peer)} ${protocol} ${ports.join(' ')}`)

t.test('one far end is one rule, with every reason', async (t) => {
  const [only, ...others] = minimise([
    rule('ml.azure.com', { purposes: ['Studio'], requirements: ['a/studio'], vantages: ['client'] }),
    rule('ml.azure.com', { ports: [[80, 80]], purposes: ['Links'], requirements: ['b/links'], seen: ['192.0.2.1'] }),
    rule('ml.azure.com', { purposes: ['Studio'] }),
  ])
  t.same(others, [])
  t.match(only, {
    ports: [
      [80, 80],
      [443, 443],
    ],
    purposes: ['Studio', 'Links'],
    requirements: ['a/studio', 'b/links', 'test/api'],
    vantages: ['client', 'compute'],
    seen: ['192.0.2.1'],
  })
})

t.test('a wildcard takes in the names and wildcards below it, and no other', async (t) => {
  t.same(
    short([
      rule('a.b.azureml.ms'),
      rule('*.b.azureml.ms'),
      rule('*.azureml.ms'),
      rule('azureml.ms'),
      rule('notazureml.ms'),
      rule('ms'),
    ]),
    ['*.azureml.ms tcp 443,443', 'azureml.ms tcp 443,443', 'notazureml.ms tcp 443,443', 'ms tcp 443,443'],
  )
  t.match(minimise([rule('a.x.org', { requirements: ['t/name'] }), rule('*.x.org', { requirements: ['t/all'] })]), [
    { requirements: ['t/all', 't/name'] },
  ])
})

t.test('what a wider rule lacks stays', async (t) => {
  const ports = [
    [443, 443],
    [8787, 8787],
  ] as const
  t.same(short([rule('*.azureml.ms'), rule('*.instances.azureml.ms', { ports })]), [
    '*.azureml.ms tcp 443,443',
    '*.instances.azureml.ms tcp 8787,8787',
  ])
  t.same(short([rule('*.azureml.ms'), rule('a.azureml.ms', { protocol: 'udp' })]), [
    '*.azureml.ms tcp 443,443',
    'a.azureml.ms udp 443,443',
  ])
  t.same(short([rule('*.azureml.ms'), rule('a.azureml.ms', { direction: 'inbound' })]).length, 2)
})

t.test('a rule for both protocols takes in each', async (t) => {
  t.same(short([rule('a.org'), rule('a.org', { protocol: 'any' }), rule('a.org', { protocol: 'udp' })]), [
    'a.org any 443,443',
  ])
})

t.test('a tag takes in its regions, whatever the case', async (t) => {
  t.same(short([tagRule('Storage.westeurope'), tagRule('storage'), tagRule('Storage'), tagRule('StorageSync')]), [
    'storage tcp 443,443',
    'StorageSync tcp 443,443',
  ])
})

t.test('many rules take no long time', async (t) => {
  const many = Array.from({ length: 20_000 }, (_, n) => rule(`h${n}.sub.example.org`))
  t.equal(minimise([...many, rule('*.example.org')]).length, 1)
})
