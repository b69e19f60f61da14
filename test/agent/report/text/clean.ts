import t from 'tap'
import { ascii, clean, cleaned } from '../../../../agent/report/text/clean.ts'

t.test('nothing that a terminal acts on is left', async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ['plain text, ümlaut, 漢字', 'plain text, ümlaut, 漢字'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u009b31mred', 'red'],
    ['\u001b]0;title\u0007after', ']0;titleafter'],
    ['one\r\ntwo\tthree\u2028four', 'one two three four'],
    ['a\u202eb\u2066c\u200bd\ufeffe', 'abcde'],
    ['a\u0000b\u0007c\u007fd\u0085e', 'abcd e'],
    ['tag\u{e0041}s', 'tags'],
    ['lone\ud800half', 'lonehalf'],
    ['e' + '\u0301'.repeat(50), 'e' + '\u0301'.repeat(3)],
  ]
  for (const [index, [given, wanted]] of cases.entries()) t.equal(clean(given), wanted, `case ${index}`)
})

t.test('ASCII for terminals that have no more', async (t) => {
  t.equal(ascii('the registry’s – own … → “x” 漢'), 'the registry\'s - own ... -> "x" ?')
})

t.test('everything in a structure is cleaned', async (t) => {
  t.strictSame(cleaned({ a: ['\u001b[1mx', { b: 1, c: null, d: 'ü' }] }, false), {
    a: ['x', { b: 1, c: null, d: '?' }],
  })
})
