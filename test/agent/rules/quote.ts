import fc from 'fast-check'
import { spawnSync } from 'node:child_process'
import t from 'tap'
import { bicepString, fortiString, hclString, panString, shellWord } from '../../../agent/rules/quote.ts'
import { HOSTILE } from '../../fixtures/rules.ts'

const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes))

const printed = (text: string): string =>
  spawnSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8', env: { PATH: process.env['PATH'] } })
    .stdout

t.test('the shell gives back what was quoted', async (t) => {
  for (const text of ["it's", '$HOME `id` $(id) ${x}', '-rf', '', 'a\\b', '~', '*.azureml.ms', '!history', 'a"b'])
    t.equal(printed(text), text)
})

t.test('no text ends its string, whatever it holds', async (t) => {
  const ended: readonly (readonly [(text: string) => string, RegExp])[] = [
    [shellWord, /^(?:[\w./:=-]+|'(?:[^']|'\\'')*')$/],
    [bicepString, /^'(?:[^'\\$\n]|\\['\\]|\\\$\{|\$(?!\{))*'$/],
    [hclString, /^"(?:[^"\\$%\n]|\\["\\]|\$\$\{|%%\{|[$%](?!\{))*"$/],
    [fortiString, /^"(?:[^"\\\n]|\\["\\])*"$/],
    [panString, /^"[^"\\\n]*"$/],
  ]
  for (const [quote, form] of ended) {
    for (const text of HOSTILE) t.match(quote(text), form)
    fc.assert(
      fc.property(anyText, (text) => form.test(quote(text))),
      { numRuns: 100 },
    )
  }
})

t.test('templates are text', async (t) => {
  t.equal(bicepString("it's ${x} $y \\"), "'it\\'s \\${x} $y \\\\'")
  t.equal(hclString('"${x}" %{if} $${y} \\'), '"\\"$${x}\\" %%{if} $$${y} \\\\"')
})
