import t from 'tap'
import { readNoProxy } from '../../../agent/vantage/no-proxy.ts'

/** [list, host, port, exempt] */
const CASES: readonly (readonly [list: string, host: string, port: number, exempt: boolean])[] = [
  ['', 'example.org', 443, false],
  [' , ,, ', 'example.org', 443, false],
  ['*', 'example.org', 443, true],
  ['*', '192.0.2.1', 443, true],
  ['example.org', 'example.org', 443, true],
  ['EXAMPLE.org', 'example.org', 443, true],
  ['example.org', 'a.example.org', 443, true],
  ['example.org', 'notexample.org', 443, false],
  ['example.org', 'example.org.evil.test', 443, false],
  ['.example.org', 'example.org', 443, true],
  ['.example.org', 'a.b.example.org', 443, true],
  ['example.org.', 'a.example.org', 443, true],
  ['*.example.org', 'a.example.org', 443, true],
  ['*.example.org', 'example.org', 443, false],
  ['.', 'example.org', 443, false],
  ['other.test, example.org', 'example.org', 443, true],
  ['other.test\texample.org', 'example.org', 443, true],
  ['example.org:8443', 'example.org', 8443, true],
  ['example.org:8443', 'example.org', 443, false],
  ['*:8443', 'example.org', 8443, true],
  ['10.1.2.3', '10.1.2.3', 443, true],
  ['10.1.2.3:80', '10.1.2.3', 443, false],
  ['2.3', '10.1.2.3', 443, false],
  ['10.0.0.0/8', '10.255.0.1', 443, true],
  ['10.0.0.0/8', '11.0.0.1', 443, false],
  ['10.0.0.0/8', '::ffff:10.0.0.1', 443, true],
  ['10.0.0.0/8', 'ten.example.org', 443, false],
  ['0.0.0.0/0', '192.0.2.1', 443, true],
  ['10.0.0.0/99', '10.0.0.0', 443, false],
  ['10.0.0.0/', '10.0.0.0', 443, false],
  ['10.0.0.0/8/8', '10.0.0.0', 443, false],
  ['fd00::/8', 'fd12::1', 443, true],
  ['fd00::/8', 'fe80::1', 443, false],
  ['fe80::/10', 'fe80::1%eth0', 443, true],
  ['::1', '::1', 443, true],
  ['[::1]', '::1', 443, true],
  ['[::1]:8443', '::1', 8443, true],
  ['[::1]:8443', '::1', 443, false],
]

for (const [list, host, port, exempt] of CASES)
  t.test(`NO_PROXY='${list}' ${exempt ? 'exempts' : "doesn't exempt"} ${host}:${port}`, async (t) => {
    t.equal(
      readNoProxy(list).some(({ matches }) => matches(host, port)),
      exempt,
    )
  })

t.test('entries keep their own words, for the report', async (t) => {
  t.strictSame(
    readNoProxy('.Svc.Cluster.Local, 10.0.0.0/8').map(({ entry }) => entry),
    ['.Svc.Cluster.Local', '10.0.0.0/8'],
  )
})
