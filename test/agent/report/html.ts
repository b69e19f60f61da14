import { createHash } from 'node:crypto'
import t from 'tap'
import { STYLE, STYLE_HASH } from '../../../agent/report/html-style.ts'
import { html } from '../../../agent/report/html.ts'
import { healthyReport, hostileReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'

t.test('the policy admits the page’s own style, and nothing else', async (t) => {
  t.equal(STYLE_HASH, `sha256-${createHash('sha256').update(STYLE).digest('base64')}`)
  t.notMatch(STYLE, /url\(|@import/)
  const page = html(mixedReport())
  t.match(page, `default-src &#39;none&#39;; style-src &#39;${STYLE_HASH}&#39;`)
  t.equal(/<style>([^]*?)<\/style>/.exec(page)?.[1], STYLE, 'what is hashed is what is there')
  t.notMatch(page, /<(script|img|link|iframe|object)|\ssrc=|\shref=|\son\w+=|\sstyle=/)
})

t.test('what a peer wrote stays text', async (t) => {
  const page = html(hostileReport())
  t.notMatch(page, '<script')
  t.match(page, '&lt;script&gt;alert(1)&lt;/script&gt;')
  t.match(page, /^[\P{C}\n]*$/u)
})

t.test('every element is closed', async (t) => {
  for (const report of [healthyReport(), mixedReport(), sealedReport(), hostileReport()]) {
    const open: string[] = []
    for (const [, slash, name = ''] of html(report).matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (name === 'meta') continue
      if (slash === '') open.push(name)
      else t.equal(open.pop(), name)
    }
    t.strictSame(open, [])
  }
})

t.test('it says what the table says', async (t) => {
  const page = html(mixedReport())
  t.match(page, '<h1 class="bad">BLOCKED: of 20 required endpoints')
  t.match(page, '<code>pypi.org:443</code>')
  t.match(page, 'reset by the peer')
  t.match(html(sealedReport()), '<summary>Explains 19</summary>')
})
