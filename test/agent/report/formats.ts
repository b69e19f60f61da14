import t from 'tap'
import { formatNames, formatOfFile, render } from '../../../agent/report/formats.ts'
import { mixedReport } from '../../fixtures/reports.ts'

t.test('the format of a file', async (t) => {
  t.equal(formatOfFile('report.json'), 'json')
  t.equal(formatOfFile('/tmp/Report.HTML'), 'html')
  t.equal(formatOfFile('a.md'), 'markdown')
  t.equal(formatOfFile('a.ticket.md'), 'ticket')
  t.equal(formatOfFile('connprobe.prom'), 'textfile')
  t.equal(formatOfFile('report'), null)
  t.equal(formatOfFile('report.pdf'), null)
})

t.test('every format renders, and ends its last line', async (t) => {
  for (const name of formatNames) {
    const text = await render(name, mixedReport(), {
      columns: 80,
      color: false,
      unicode: true,
      verbose: false,
      strict: false,
    })
    t.match(text, /\n$/, name)
    t.match(text, 'pypi.org', name)
  }
})
