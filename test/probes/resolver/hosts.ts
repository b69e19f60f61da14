import t from 'tap'
import { findInHosts, parseHosts } from '../../../probes/resolver/hosts.ts'

t.test('parseHosts() reads names and aliases, of all lines, in any case', async (t) => {
  const hosts = parseHosts(
    [
      '# comment',
      '127.0.0.1\tlocalhost',
      '10.0.0.4  Ml.Azure.com alias # the private endpoint',
      '  2001:db8::4 ml.azure.com',
      '10.0.0.4 alias',
      'nonsense ml.azure.com',
      '10.0.0.9',
      '',
    ].join('\r\n'),
  )
  t.same(
    [...hosts],
    [
      ['localhost', ['127.0.0.1']],
      ['ml.azure.com', ['10.0.0.4', '2001:db8::4']],
      ['alias', ['10.0.0.4']],
    ],
  )
})

t.test('findInHosts() finds exact names, and localhost always', async (t) => {
  const hosts = parseHosts('10.0.0.4 a.test')
  t.same(findInHosts(hosts, 'a.test'), ['10.0.0.4'])
  t.equal(findInHosts(hosts, 'b.a.test'), undefined)
  t.same(findInHosts(hosts, 'localhost'), ['127.0.0.1', '::1'])
  t.same(findInHosts(parseHosts('10.0.0.1 localhost'), 'localhost'), ['10.0.0.1'])
})
