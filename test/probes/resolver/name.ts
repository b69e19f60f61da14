import t from 'tap'
import { candidates, parseName } from '../../../probes/resolver/name.ts'

t.test('parseName() reads what a resolver would ask for', async (t) => {
  const rows: [input: string, text: string, absolute?: boolean][] = [
    ['Ml.Azure.Com', 'ml.azure.com'],
    ['ml.azure.com.', 'ml.azure.com', true],
    ['localhost', 'localhost'],
    ['_sip._tcp.a.test', '_sip._tcp.a.test'],
    ['bücher.example', 'xn--bcher-kva.example'],
    [`${'a'.repeat(63)}.test`, `${'a'.repeat(63)}.test`],
  ]
  for (const [input, text, absolute = false] of rows) t.same(parseName(input), { text, absolute }, input)
})

t.test('parseName() is null for what is no name', async (t) => {
  const long = Array.from({ length: 5 }, () => 'a'.repeat(60)).join('.')
  for (const input of [
    '',
    '.',
    'a..b',
    '.a',
    'a b',
    'a\0b',
    '*.a.test',
    `${'a'.repeat(64)}.test`,
    long,
    '::1',
    'ü'.repeat(80),
  ])
    t.equal(parseName(input), null, JSON.stringify(input))
})

t.test('candidates() asks in the order of the system', async (t) => {
  const names = (input: string, ndots: number) =>
    candidates(parseName(input)!, ['one.test', 'two.test'], ndots).map(({ text }) => text)
  t.same(names('a.b', 1), ['a.b', 'a.b.one.test', 'a.b.two.test'])
  t.same(names('a', 1), ['a.one.test', 'a.two.test', 'a'])
  t.same(names('a.b.c', 5), ['a.b.c.one.test', 'a.b.c.two.test', 'a.b.c'], 'Kubernetes')
  t.same(names('a.b.c.', 5), ['a.b.c'], 'an absolute name is never completed')
})

t.test('candidates() marks the name itself and leaves out what is too long', async (t) => {
  const name = parseName('a')!
  t.same(candidates(name, ['one.test', Array.from({ length: 5 }, () => 'a'.repeat(50)).join('.')], 1), [
    { text: 'a.one.test', asIs: false },
    { text: 'a', asIs: true },
  ])
})
