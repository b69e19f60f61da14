import { BlockList } from 'node:net'
import fc from 'fast-check'
import t from 'tap'
import { createPrefixMap } from '../../../agent/catalogue/prefix-map.ts'

const mapOf = (...prefixes: string[]) => {
  const map = createPrefixMap<string>()
  for (const prefix of prefixes) t.ok(map.add(prefix, prefix))
  return map
}

t.test('the longest prefix comes first', async (t) => {
  const map = mapOf('10.0.0.0/8', '0.0.0.0/0', '10.1.0.0/16', '10.1.2.3', '::/0', '2620:1ec:40::/48')
  t.same(map.lookup('10.1.2.3'), ['10.1.2.3', '10.1.0.0/16', '10.0.0.0/8', '0.0.0.0/0'])
  t.same(map.lookup('11.0.0.1'), ['0.0.0.0/0'])
  t.same(map.lookup('2620:1ec:40:ffff::1'), ['2620:1ec:40::/48', '::/0'])
  t.same(map.lookup('::ffff:10.1.2.3'), ['::/0'])
})

t.test('what is no address is in nothing', async (t) => {
  const map = mapOf('0.0.0.0/0', '::/0')
  for (const address of ['', 'example.org', '10.0.0', '10.0.0.1/8', 'fe80::1%eth0', '1.2.3.4.5'])
    t.same(map.lookup(address), [], address)
})

t.test('what is no prefix is refused', async (t) => {
  const map = createPrefixMap<string>()
  for (const prefix of [
    '',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0/8',
    '10.0.0.0/8/8',
    '::/129',
    '10.0.0.0/-1',
    'Storage',
    'fe80::1%1/64',
  ])
    t.notOk(map.add(prefix, 'x'), prefix)
})

t.test('it agrees with Node about what is in a network', async (t) => {
  const family = fc.constantFrom(4, 6).chain((version) => {
    const address = version === 4 ? fc.ipV4() : fc.ipV6()
    return fc.tuple(fc.constant(version), address, address, fc.integer({ min: 0, max: version === 4 ? 32 : 128 }))
  })
  fc.assert(
    fc.property(family, ([version, network, address, length]) => {
      const list = new BlockList()
      list.addSubnet(network, length, version === 4 ? 'ipv4' : 'ipv6')
      const map = createPrefixMap<string>()
      if (!map.add(`${network}/${length}`, 'x')) return false
      return (map.lookup(address).length === 1) === list.check(address, version === 4 ? 'ipv4' : 'ipv6')
    }),
    { numRuns: 300 },
  )
  t.pass()
})
