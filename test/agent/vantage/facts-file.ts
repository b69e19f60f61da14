import t from 'tap'
import { UsageError } from '../../../agent/usage-error.ts'
import { parseFactsFile } from '../../../agent/vantage/facts-file.ts'

const problems = (text: string): readonly string[] => {
  try {
    parseFactsFile(text, 'f')
  } catch (error) {
    if (error instanceof UsageError) return error.problems
    throw error
  }
  throw new Error('nothing was refused')
}

t.test('YAML and JSON alike', async (t) => {
  t.same(parseFactsFile('# mine\nregion: westeurope\nstorage: "00123"\n', 'f'), [
    { fact: 'region', value: 'westeurope', from: 'f' },
    { fact: 'storage', value: '00123', from: 'f' },
  ])
  t.same(parseFactsFile('{\n\t"publicIp": false\n}', 'f'), [{ fact: 'publicIp', value: 'false', from: 'f' }])
})

t.test('every mistake has its place', async (t) => {
  t.match(problems('region: a\nregion: b\n'), [/^f:2:1: 'region' is stated twice/])
  t.match(problems('{"region": "west'), [/^f:\d+:\d+: /])
  t.match(problems('- region\n'), [/^f:1:1: facts are pairs/])
  t.match(problems(''), [/^f: is empty/])
  t.match(problems('storage:\n'), [/^f:1:1: storage: the value must be a text/])
  t.match(problems('region: westeurope\n storage: 00123\n'), [/^f:\d:\d+: /])
  t.match(problems('storage: 00123\nregion: [a]\n'), [
    /^f:1:1: storage: .* quotes/,
    /^f:2:1: region: the value must be/,
  ])
})
