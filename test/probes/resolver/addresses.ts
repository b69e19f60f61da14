import t from 'tap'
import { listAddresses } from '../../../probes/resolver/addresses.ts'

const v4 = Array.from({ length: 10 }, (_, index) => `192.0.2.${index}`)

t.test('listAddresses() puts IPv4 first and takes eight', async (t) => {
  t.same(listAddresses(['2001:db8::1', '192.0.2.1', '192.0.2.1'], true), { addresses: ['192.0.2.1', '2001:db8::1'] })
  t.same(listAddresses([...v4, '2001:db8::1'], true), { addresses: v4.slice(0, 8), cut: 3 })
})

t.test('listAddresses() leaves IPv6 out where there is no route for it, unless there is nothing else', async (t) => {
  t.same(listAddresses(['2001:db8::1', '192.0.2.1'], false), { addresses: ['192.0.2.1'], unroutable: ['2001:db8::1'] })
  t.same(listAddresses(['2001:db8::1'], false), { addresses: ['2001:db8::1'] })
})
