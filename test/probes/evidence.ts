import t from 'tap'
import { cleanText, firstBytesOf, keepHeaders } from '../../probes/evidence.ts'

t.test('text: nothing that moves a cursor or hides, and no more than asked', async (t) => {
  t.equal(cleanText('a\u001b[31m\r\nb\u202ec', 100), 'a [31m b c')
  t.equal(cleanText('abcdef', 3), 'abc')
  t.equal(cleanText('grüße 漢字', 100), 'grüße 漢字')
})

t.test('headers: the chosen ones, joined, cleaned, cut, without queries', async (t) => {
  t.strictSame(
    keepHeaders({
      server: 'x\u0007y',
      via: ['a', 'b'],
      'set-cookie': 'secret',
      location: 'https://a.test/b?code=secret#secret',
      refresh: '0; url=https://a.test/b?code=secret',
      'www-authenticate': 'Bearer realm="a?b"',
      'x-cache': 'c'.repeat(5000),
    }),
    {
      server: 'x y',
      via: 'a, b',
      location: 'https://a.test/b',
      'www-authenticate': 'Bearer realm="a?b"',
      'x-cache': 'c'.repeat(1024),
      refresh: '0; url=https://a.test/b',
    },
  )
})

t.test('first bytes: 64 at most, none where none came', async (t) => {
  t.strictSame(firstBytesOf(Buffer.from('abc')), { firstBytes: '616263' })
  t.equal(firstBytesOf(Buffer.alloc(500)).firstBytes?.length, 128)
  t.strictSame(firstBytesOf(Buffer.alloc(0)), {})
})
