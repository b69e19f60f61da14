import t from 'tap'
import { anchorOf } from '../../../agent/judge/causes.ts'
import { causeCodes, causePage, troubleshootingPage } from '../../../agent/report/cause-page.ts'

t.test('a cause for a terminal', async (t) => {
  const page = causePage('tls-intercepted', 72) ?? ''
  t.match(page, /^tls-intercepted \(blocked or degraded, layer tls\)\n\n/)
  t.match(page, /^Who fixes it: .+\nWhat to do: /m)
  t.ok(page.split('\n').every((line) => line.length <= 72))
  t.equal(causePage('no-such-cause', 72), null)
  t.equal(causePage('constructor', 72), null)
})

t.test('every cause has words for everyone, and an anchor', async (t) => {
  const page = troubleshootingPage()
  for (const code of causeCodes) {
    t.match(page, new RegExp(`^### ${code}$`, 'm'))
    t.match(page, `(${anchorOf(code)})`)
    t.notMatch(causePage(code, 80), /undefined|null|\[object/)
  }
})
