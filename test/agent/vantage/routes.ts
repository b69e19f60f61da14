import t from 'tap'
import { readRoutes } from '../../../agent/vantage/routes.ts'

/** As a machine behind 10.1.0.1 has them; one route is down, one rejects. */
const FILES: Readonly<Record<string, string>> = {
  '/proc/net/route': [
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
    'eth0\t00000000\t0100010A\t0003\t0\t0\t100\t00000000\t0\t0\t0',
    'eth0\t0000010A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
    'eth1\t0000020A\t00000000\t0000\t0\t0\t0\t0000FFFF\t0\t0\t0',
    '*\t0000030A\t00000000\t0201\t0\t0\t0\t0000FFFF\t0\t0\t0',
    '',
  ].join('\n'),
  '/proc/net/ipv6_route': [
    `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0`,
    `fd120000000000000000000000000000 40 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00000100 00000001 00000000 00000001     eth0`,
    `${'0'.repeat(31)}1 80 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00000000 00000001 00000000 80200001       lo`,
  ].join('\n'),
}

t.test('both families; what is down, rejected or loopback is none', async (t) => {
  t.strictSame(
    readRoutes((path) => FILES[path] ?? null),
    [
      { destination: '0.0.0.0/0', gateway: '10.1.0.1', interface: 'eth0', metric: 100 },
      { destination: '10.1.0.0/16', gateway: null, interface: 'eth0', metric: 0 },
      { destination: '::/0', gateway: 'fe80::1', interface: 'eth0', metric: 1024 },
      { destination: 'fd12::/64', gateway: null, interface: 'eth0', metric: 256 },
    ],
  )
})

t.test('no such files, no routes', async (t) => {
  t.strictSame(
    readRoutes(() => null),
    [],
  )
})
