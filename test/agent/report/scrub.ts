import t from 'tap'
import { scrub } from '../../../agent/report/scrub.ts'

t.test('secrets go, the rest stays', async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ['http://user:pa%20ss@proxy:3128/x', 'http://proxy:3128/x'],
    ['https://user@host', 'https://host'],
    ['/c/b?sv=2020-08-04&sp=r&sig=abc%2Bdef%3D', '/c/b?sv=REDACTED&sp=REDACTED&sig=REDACTED'],
    ['Authorization: Bearer abcdefghijklmnopqrstuvwxyz', 'Authorization: Bearer REDACTED'],
    ['Proxy-Authorization: Basic dXNlcjpwYXNzd29yZA==', 'Proxy-Authorization: Basic REDACTED'],
    ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'token REDACTED'],
    ['AccountKey=abc/def+ghi==;EndpointSuffix=x', 'AccountKey=REDACTED;EndpointSuffix=x'],
    ['WWW-Authenticate: Basic realm="x"', 'WWW-Authenticate: Basic realm="x"'],
    ['Is this right? a=b', 'Is this right? a=b'],
    ['mail to a@b.example', 'mail to a@b.example'],
    ['https://host/path/@scope', 'https://host/path/@scope'],
  ]
  for (const [given, wanted] of cases) {
    t.equal(scrub(given), wanted)
    t.equal(scrub(wanted), wanted, 'a second time changes nothing')
  }
})
