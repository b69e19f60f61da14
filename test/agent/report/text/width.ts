import t from 'tap'
import { cut, pad, widthOf, wrap } from '../../../../agent/report/text/width.ts'

t.test('columns, not characters', async (t) => {
  t.equal(widthOf('abc'), 3)
  t.equal(widthOf('漢字'), 4)
  t.equal(widthOf('e\u0301'), 1)
  t.equal(widthOf('😀'), 2)
  t.equal(pad('漢', 4), '漢  ')
  t.equal(pad('abcdef', 4), 'abcdef')
})

t.test('cut keeps within the columns', async (t) => {
  t.equal(cut('abcdef', 6), 'abcdef')
  t.equal(cut('abcdefg', 6), 'abc...')
  t.equal(cut('漢漢漢漢', 7), '漢漢...')
})

t.test('lines break between words, never within a name', async (t) => {
  t.strictSame(wrap('one two three', 8, '- '), ['- one', '  two', '  three'])
  t.strictSame(wrap('westeurope.api.azureml.ms:443 is silent', 20), ['westeurope.api.azureml.ms:443', 'is silent'])
  t.strictSame(wrap('', 20, '  '), [''])
  t.ok(wrap(`short ${'x'.repeat(5000)} end`, 80).every((line) => line.length <= 160))
})
