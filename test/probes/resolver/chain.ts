import t from 'tap'
import { followChain } from '../../../probes/resolver/chain.ts'
import type { Resource } from '../../../probes/resolver/wire.ts'

const cname = (name: string, data: string, ttl = 60): Resource => ({ name, type: 'CNAME', ttl, data })
const a = (name: string, data: string, ttl = 60): Resource => ({ name, type: 'A', ttl, data })

t.test('followChain() finds the addresses at the end, whatever the order of the records', async (t) => {
  const records = [a('c.test', '192.0.2.1', 20), cname('b.test', 'c.test', 10), cname('a.test', 'b.test', 30)]
  t.same(followChain('A.test', 'A', records), {
    addresses: ['192.0.2.1'],
    chain: ['b.test', 'c.test'],
    loop: false,
    ttl: 10,
  })
})

t.test('followChain() leaves out records of other names and types, and what it has already', async (t) => {
  const records: Resource[] = [
    a('other.test', '192.0.2.9'),
    a('a.test', '192.0.2.1'),
    a('a.test', '192.0.2.1'),
    { name: 'a.test', type: 'AAAA', ttl: 60, data: '2001:db8::1' },
  ]
  t.same(followChain('a.test', 'A', records).addresses, ['192.0.2.1'])
  t.same(followChain('a.test', 'AAAA', records).addresses, ['2001:db8::1'])
  t.same(followChain('b.test', 'A', records), { addresses: [], chain: [], loop: false, ttl: null })
})

t.test('followChain() ends where the chain leads nowhere', async (t) => {
  t.same(followChain('a.test', 'A', [cname('a.test', 'gone.privatelink.test')]), {
    addresses: [],
    chain: ['gone.privatelink.test'],
    loop: false,
    ttl: 60,
  })
})

t.test('followChain() notices loops and chains without end', async (t) => {
  const self = followChain('a.test', 'A', [cname('a.test', 'a.test')])
  t.match(self, { loop: true, chain: ['a.test'], addresses: [] })
  const pair = followChain('a.test', 'A', [
    cname('a.test', 'b.test'),
    cname('b.test', 'a.test'),
    a('a.test', '192.0.2.1'),
  ])
  t.match(pair, { loop: true, chain: ['b.test', 'a.test'], addresses: [] })
  const long = (hops: number) => [
    ...Array.from({ length: hops }, (_, hop) => cname(`n${hop}.test`, `n${hop + 1}.test`)),
    a(`n${hops}.test`, '192.0.2.1'),
  ]
  t.match(followChain('n0.test', 'A', long(16)), { loop: false, addresses: ['192.0.2.1'] })
  const endless = followChain('n0.test', 'A', long(17))
  t.match(endless, { loop: true, addresses: [] })
  t.equal(endless.chain.length, 16)
})
