import t from 'tap'
import { formatServer, parseServer } from '../../../probes/resolver/server.ts'

t.test('parseServer() and formatServer() are each other`s inverse', async (t) => {
  const rows: [text: string, address: string, port: number][] = [
    ['192.0.2.53', '192.0.2.53', 53],
    ['192.0.2.53:5353', '192.0.2.53', 5353],
    ['2001:db8::53', '2001:db8::53', 53],
    ['[2001:db8::53]:5353', '2001:db8::53', 5353],
    ['fe80::1%eth0', 'fe80::1%eth0', 53],
  ]
  for (const [text, address, port] of rows) {
    t.same(parseServer(text), { address, port }, text)
    t.equal(formatServer({ address, port }), text)
  }
  t.same(parseServer('[2001:db8::53]'), { address: '2001:db8::53', port: 53 })
})

t.test('parseServer() is null for anything else', async (t) => {
  for (const text of [
    '',
    'dns.test',
    '192.0.2.53:',
    '192.0.2.53:0',
    '192.0.2.53:65536',
    '[192.0.2.53]',
    '[::1',
    '1.2.3:53',
  ])
    t.equal(parseServer(text), null, text)
})
