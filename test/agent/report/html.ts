import { createHash } from 'node:crypto'
import { join } from 'node:path'
import t from 'tap'
import { STYLE, STYLE_HASH } from '../../../agent/report/html-style.ts'
import { html } from '../../../agent/report/html.ts'
import { CHROMIUM, openBrowser, openFile } from '../../fixtures/browser.ts'
import { missingProgram } from '../../fixtures/program.ts'
import { healthyReport, hostileReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'

t.test('the policy admits the page’s own style, and nothing else', async (t) => {
  t.equal(STYLE_HASH, `sha256-${createHash('sha256').update(STYLE).digest('base64')}`)
  t.notMatch(STYLE, /url\(|@import/)
  const page = html(mixedReport())
  t.match(page, `default-src &#39;none&#39;; style-src &#39;${STYLE_HASH}&#39;`)
  t.equal(/<style>([^]*?)<\/style>/.exec(page)?.[1], STYLE, 'what is hashed is what is there')
  t.notMatch(page, /<(script|img|link|iframe|object)|\ssrc=|\shref="[^#]|\son\w+=|\sstyle=/)
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
  t.match(page, '<h1 class="bad">✗ BLOCKED: of 20 required endpoints')
  t.match(page, '<code>pypi.org:443</code>')
  t.match(page, 'reset by the peer')
  t.match(html(sealedReport()), '<summary>Explains 19</summary>')
})

t.test('every link leads to a place on the page', async (t) => {
  for (const report of [healthyReport(), mixedReport(), sealedReport(), hostileReport()]) {
    const page = html(report)
    for (const [, id = ''] of page.matchAll(/href="#([^"]*)"/g)) t.match(page, `id="${id}"`)
  }
})

t.test('in a browser, from disk', { skip: missingProgram(CHROMIUM) }, async (t) => {
  const dir = t.testdir({ 'mixed.html': html(mixedReport()), 'hostile.html': html(hostileReport()) })
  const browser = await openBrowser(t)

  t.test('nothing runs, nothing is asked for, nothing is complained of', async (t) => {
    for (const name of ['mixed.html', 'hostile.html']) {
      const { page, complaints } = await openFile(browser, join(dir, name))
      t.strictSame(complaints, [], name)
      t.equal(await page.evaluate('document.scripts.length'), 0)
    }
  })

  t.test('a name from a certificate stays text', async (t) => {
    const { page } = await openFile(browser, join(dir, 'hostile.html'))
    await page.locator('summary').last().click()
    t.match(await page.locator('main').innerText(), '<script>alert(1)</script>')
    t.equal(await page.locator('main a, main img, main form').count(), 0)
  })

  t.test('it fits a phone, dark and light', async (t) => {
    const colours = new Set<unknown>()
    for (const colorScheme of ['dark', 'light'] as const) {
      const viewport = { width: 360, height: 740 }
      const { page } = await openFile(browser, join(dir, 'mixed.html'), { viewport, colorScheme })
      for (const summary of await page.locator('summary').all()) await summary.click()
      t.equal(await page.evaluate('document.documentElement.scrollWidth'), 360, colorScheme)
      colours.add(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
    }
    t.equal(colours.size, 2)
  })

  t.test('the keyboard goes from top to bottom, and opens what is closed', async (t) => {
    const { page } = await openFile(browser, join(dir, 'mixed.html'))
    const stops: string[] = []
    for (let n = 0; n < 6; n++) {
      await page.keyboard.press('Tab')
      stops.push(await page.evaluate<string>('document.activeElement.innerText'))
    }
    t.strictSame(stops, [
      '✗ 2 blocked',
      '✗ 1 refused by the service itself',
      '! 1 works, with a problem',
      "? 1 can't be told",
      '✓ 15 open',
      '- 3 not tested',
    ])
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    t.equal(await page.locator('details').first().getAttribute('open'), '', 'evidence')
  })

  t.test('on paper the evidence is open', async (t) => {
    const { page } = await openFile(browser, join(dir, 'mixed.html'))
    const evidence = page.locator('.steps').first()
    const height = async () => (await evidence.boundingBox())?.height ?? 0
    t.equal(await height(), 0)
    await page.emulateMedia({ media: 'print' })
    t.ok((await height()) > 50)
  })
})
