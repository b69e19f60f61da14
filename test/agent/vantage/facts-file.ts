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

t.test('YAML and JSON alike, values as they are written', async (t) => {
  t.same(parseFactsFile('# mine\nregion: westeurope\nstorage: 00123\n', 'f'), [
    { fact: 'region', value: 'westeurope', from: 'f' },
    { fact: 'storage', value: '00123', from: 'f' },
  ])
  t.same(parseFactsFile('{\n\t"publicIp": false\n}', 'f'), [{ fact: 'publicIp', value: 'false', from: 'f' }])
})

t.test('every mistake has its place', async (t) => {
  t.match(problems('region: a\nregion: b\n'), [/^f:2:1: this fact is given twice/])
  t.match(problems('{"region": "west'), [/^f:\d+:\d+: /])
  t.match(problems('- region\n'), [/^f:1:1: facts are pairs/])
  t.match(problems(''), [/^f:1:1: facts are pairs/])
  t.match(problems('storage:\n'), [/^f:1:1: a fact is a name and one plain value/])
  t.match(problems('a: &x abc\nstorage: *x\n'), [/no fact is called 'a'/, /^f:2:1: a fact is a name and one plain/])
  t.match(problems('region: westeurope\n---\nregion: eastus\n'), [/one document/])
})
