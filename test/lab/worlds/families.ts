import { forward } from '../rules.ts'
import { PLACES } from '../network.ts'
import { dns } from '../services/dns.ts'
import { web } from '../services/web.ts'
import { blocked, degraded, https, open, placed, site, type World } from '../world.ts'

const RESOLVER6 = '2603:1040::53'
const at = (...addresses: string[]) => ({ at: addresses })

/** IPv6 is configured here, and dies on the way. */
export const ipv6Broken: World = {
  name: 'ipv6-broken',
  says: 'a machine with a global IPv6 address behind a firewall that drops IPv6',
  ipv6: true,
  sites: [
    placed(site('dual.azure.com', web(), https(degraded('ipv6-broken'))), at('20.61.0.1', '2603:1030::1')),
    placed(
      site('dual2.azure.com', web(), https(degraded('ipv6-broken'))),
      at('20.61.0.2', '2603:1030::2', '2603:1030::3'),
    ),
    placed(site('six.azure.com', web(), https(blocked('tcp-timeout'))), at('2603:1030::4')),
    site('four.azure.com', web(), https(open)),
  ],
  rules: {
    middlebox: forward('meta nfproto ipv6 drop'),
  },
}

/** IPv6 addresses that lead nowhere are nobody's trouble on a machine without IPv6. */
export const ipv4Only: World = {
  name: 'ipv4-only',
  says: 'a machine without IPv6, and names with addresses of both families',
  sites: [
    placed(site('dual.azure.com', web(), https(open)), at('20.61.0.1', '2603:1030::1')),
    placed(site('six.azure.com', web(), https(blocked('no-route'))), at('2603:1030::4')),
    site('four.azure.com', web(), https(open)),
  ],
}

/** A unique local address is no promise of IPv6 to the internet. */
export const localIpv6: World = {
  name: 'ipv6-local',
  says: 'a machine with a unique local IPv6 address, and IPv6 that ends at the firewall',
  sites: [
    placed(site('dual.azure.com', web(), https(open)), at('20.61.0.1', '2603:1030::1')),
    site('four.azure.com', web(), https(open)),
  ],
  ip: {
    client: ['address add fd12::7/64 dev eth0 nodad', 'route add default via fd12::1'],
    middlebox: ['address add fd12::1/64 dev inside nodad'],
  },
  rules: {
    middlebox: forward('meta nfproto ipv6 drop'),
  },
}

/** The same, and the firewall says so. */
export const ipv6Refused: World = {
  name: 'ipv6-refused',
  says: 'a machine with a global IPv6 address behind a firewall that refuses IPv6',
  ipv6: true,
  sites: [
    placed(site('dual.azure.com', web(), https(degraded('ipv6-broken'))), at('20.61.0.1', '2603:1030::1')),
    placed(site('six.azure.com', web(), https(blocked('tcp-unreachable'))), at('2603:1030::4')),
    // The other way round there is no cause for a family, only for a part of the addresses.
    placed(
      site('four-dead.azure.com', web(), https(degraded('some-addresses-blocked'))),
      at('20.61.0.2', '2603:1031::2'),
    ),
    placed(site('both.azure.com', web(), https(open)), at('20.61.0.3', '2603:1031::3')),
  ],
  rules: {
    middlebox: forward('ip6 daddr 2603:1030::/32 reject with icmpv6 admin-prohibited', 'ip daddr 20.61.0.2 drop'),
  },
}

/** No IPv4 at all. */
export const ipv6Only: World = {
  name: 'ipv6-only',
  says: 'a machine with IPv6 alone, its resolver included',
  ipv6: true,
  resolvers: [RESOLVER6],
  extras: [
    {
      role: 'servers',
      at: RESOLVER6,
      serve: dns({
        'six.azure.com': { addresses: ['2603:1030::1'] },
        'dual.azure.com': { addresses: ['20.61.0.1', '2603:1030::2'] },
        'four.azure.com': { addresses: ['20.61.0.2'] },
        'dropped.azure.com': { addresses: ['20.61.0.3', '2603:1031::3'] },
      }),
    },
  ],
  ip: { client: [`address delete ${PLACES.client}/24 dev eth0`] },
  rules: { middlebox: forward('ip6 daddr 2603:1031::/32 drop') },
  sites: [
    placed(site('six.azure.com', web(), https(open)), at('2603:1030::1')),
    placed(site('dual.azure.com', web(), https(open)), at('20.61.0.1', '2603:1030::2')),
    placed(site('four.azure.com', web(), https(blocked('no-route'))), at('20.61.0.2')),
    // Its IPv4 address is none that a client here would try.
    placed(site('dropped.azure.com', web(), https(blocked('tcp-timeout'))), at('20.61.0.3', '2603:1031::3')),
    placed(site('nx.azure.com', [], https(blocked('dns-nxdomain'))), { records: { rcode: 'NXDOMAIN' } }),
  ],
}
