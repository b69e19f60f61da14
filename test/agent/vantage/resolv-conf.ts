import t from 'tap'
import { parseResolvConf } from '../../../agent/vantage/resolv-conf.ts'

const servers = (text: string) => parseResolvConf(text).servers.map(({ address }) => address)

t.test('parseResolvConf() reads a file of Kubernetes', async (t) => {
  const text = [
    'search ml.svc.cluster.local svc.cluster.local Cluster.Local. ',
    'nameserver 10.0.0.10',
    'options ndots:5 timeout:2 attempts:3 edns0',
  ].join('\n')
  t.same(parseResolvConf(text), {
    servers: [{ address: '10.0.0.10', port: 53 }],
    search: ['ml.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
    ndots: 5,
    timeoutSeconds: 2,
    attempts: 3,
  })
})

t.test('parseResolvConf() has the defaults of the C library', async (t) => {
  t.same(parseResolvConf(''), {
    servers: [{ address: '127.0.0.1', port: 53 }],
    search: [],
    ndots: 1,
    timeoutSeconds: 5,
    attempts: 2,
  })
})

t.test('parseResolvConf() takes the first three servers of any family, and skips what is none', async (t) => {
  const text = [
    '# nameserver 192.0.2.1',
    ';nameserver 192.0.2.2',
    'nameserver',
    'nameserver dns.test',
    'nameserver 192.0.2.3:5353',
    '  nameserver\t168.63.129.16   # Azure',
    'nameserver 2001:db8::53',
    'nameserver fe80::1%eth0\r',
    'nameserver 192.0.2.4',
  ].join('\n')
  t.same(servers(text), ['168.63.129.16', '2001:db8::53', 'fe80::1%eth0'])
})

t.test('parseResolvConf() goes by the last search or domain', async (t) => {
  t.same(parseResolvConf('search a.test b.test\ndomain c.test d.test').search, ['c.test'])
  t.same(parseResolvConf('domain c.test\nsearch a.test b.test').search, ['a.test', 'b.test'])
  t.same(parseResolvConf('search .').search, [])
})

t.test('parseResolvConf() bounds everything', async (t) => {
  const domains = Array.from({ length: 100 }, (_, n) => `d${n}.test`).join(' ')
  t.match(parseResolvConf(`search ${domains}\noptions ndots:99 timeout:999 attempts:99`), {
    search: { length: 20 },
    ndots: 15,
    timeoutSeconds: 30,
    attempts: 5,
  })
  t.match(parseResolvConf('options ndots:x timeout: attempts:-1'), { ndots: 1, timeoutSeconds: 5, attempts: 2 })
  t.same(servers(`${'\n'.repeat(2000)}nameserver 192.0.2.1`), ['127.0.0.1'])
})
