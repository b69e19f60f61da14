import t from 'tap'
import { markdown } from '../../../agent/report/markdown.ts'
import { GFM, rendered } from '../../fixtures/gfm.ts'
import { missingProgram } from '../../fixtures/program.ts'
import { hostileReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'

t.test('golden', async (t) => {
  t.matchSnapshot(markdown(mixedReport()), 'mixed')
  t.matchSnapshot(markdown(sealedReport()), 'sealed')
})

t.test('what a peer wrote stays text', async (t) => {
  const text = markdown(hostileReport())
  t.matchSnapshot(text, 'hostile')
  const outsideOfCode = text.replace(/(?<!\\)`[^`]*`/g, '')
  t.notMatch(outsideOfCode, '<script')
  t.notMatch(outsideOfCode, /(?<!\\)\]\(/)
  t.match(text, /^[\P{C}\n]*$/u)
  for (const line of text.split('\n').filter((line) => line.startsWith('|')))
    t.equal(line.replace(/\\\|/g, '').split('|').length % 5, 2, 'no bar of theirs makes a column')
})

t.test('as GitHub shows it', { skip: missingProgram(GFM) }, async (t) => {
  const page = rendered(markdown(mixedReport()))
  t.equal(page.match(/<table>/g)?.length, 5, 'a table a section')
  t.match(page, /<td><code>pypi\.org:443<\/code><br>/)
  t.notMatch(page, /\\[|*_]|^\|/m, 'no markup is left over')
  t.notMatch(rendered(markdown(hostileReport())), /<(script|a|img|em)[ >]/)
})
