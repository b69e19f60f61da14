import t from 'tap'
import {
  connect,
  endpoint,
  errno,
  HOST,
  resolve,
  request,
  seen,
  silence,
  testCases,
  unanswered,
  unresolved,
} from '../../fixtures/evidence.ts'

const udp = endpoint(HOST, { probe: 'udp', protocol: 'udp', port: 5831 })
const replies = (fault: Parameters<typeof request>[1]) => [
  resolve(),
  connect(),
  request({ protocol: 'udp', sent: 1, replies: 0 }, fault),
]
const lookups = (code: string, syscall: string) => [
  unresolved(
    resolve(
      {
        answers: [
          unanswered({ fault: errno(code, syscall) }),
          unanswered({ server: '10.0.0.53', fault: errno(code, syscall) }),
        ],
      },
      errno(code, syscall),
    ),
  ),
]

testCases(t, [
  {
    name: 'the local route is missing',
    steps: [resolve(), connect(errno('ENETUNREACH', 'connect'), 'ENETUNREACH')],
    is: 'blocked no-route',
    says: ['route'],
  },
  {
    name: 'a blackhole route',
    steps: [resolve(), connect(errno('EINVAL', 'connect'), 'EINVAL')],
    is: 'blocked no-route',
  },
  { name: 'no route to any DNS server', observations: lookups('ENETUNREACH', 'connect'), is: 'blocked no-route' },
  {
    name: 'no route for datagrams',
    endpoint: udp,
    steps: [resolve(), connect(errno('ENETUNREACH', 'connect'), 'ENETUNREACH')],
    is: 'blocked no-route',
  },
  {
    name: 'an ICMP message with a route of our own',
    steps: [resolve(), connect(errno('ENETUNREACH', 'connect'), null)],
    is: 'blocked tcp-unreachable',
  },
  {
    name: 'an ICMP message about a datagram',
    endpoint: udp,
    steps: replies(errno('EHOSTUNREACH', 'read')),
    is: 'blocked udp-unreachable',
  },
  {
    name: 'an ICMP message from the DNS server',
    observations: lookups('EHOSTUNREACH', 'read'),
    is: 'blocked dns-resolver-unreachable',
  },
  {
    name: 'a prohibit route',
    steps: [resolve(), connect(errno('EACCES', 'connect'), 'EACCES')],
    is: 'blocked local-denied',
  },
  {
    name: 'an ICMPv6 message that TCP is prohibited',
    steps: [resolve(), connect(errno('EACCES', 'connect'), null)],
    is: 'blocked tcp-unreachable',
  },
  {
    name: 'an ICMPv6 message that datagrams are prohibited',
    endpoint: udp,
    steps: replies(errno('EACCES', 'recvmsg')),
    is: 'blocked udp-unreachable',
  },
  {
    name: 'a local filter on datagrams',
    endpoint: udp,
    steps: replies(errno('EPERM', 'send')),
    is: 'blocked local-denied',
  },
  { name: 'a local filter on all lookups', observations: lookups('EPERM', 'send'), is: 'blocked local-denied' },
  {
    name: 'a local filter that drops looks like any other',
    steps: [resolve(), connect(silence, null)],
    is: 'blocked tcp-timeout',
    says: ["this machine's own firewall"],
  },
  {
    name: 'a refusal is not local',
    steps: [resolve(), connect(errno('ECONNREFUSED', 'connect'), null)],
    is: 'blocked tcp-refused',
  },
  {
    name: 'no file descriptors left',
    steps: [resolve(), connect(errno('EMFILE', 'socket'), null)],
    is: 'inconclusive local-resource',
    says: ['EMFILE'],
  },
  {
    name: 'no ports left',
    steps: [resolve(), connect(errno('EADDRNOTAVAIL', 'connect'), null)],
    is: 'inconclusive local-resource',
  },
  {
    name: 'one lookup of two ran out, the other met silence',
    observations: [
      unresolved(resolve({ answers: [unanswered({ fault: errno('EMFILE', 'socket') }), unanswered()] }, silence)),
    ],
    is: 'blocked dns-resolver-unreachable',
  },
  {
    name: 'a reset is not a lack of resources',
    endpoint: endpoint(HOST, { probe: 'tcp', port: 5000 }),
    observations: [seen([resolve(), connect({ kind: 'reset', code: 'ECONNRESET' }, null)])],
    is: 'blocked tcp-closed-early',
  },
])
