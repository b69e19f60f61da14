import t from 'tap'
import {
  ADDRESS,
  answer,
  asked,
  connect,
  endpoint,
  errno,
  HOST,
  request,
  resolve,
  seen,
  silence,
  testCases,
  tls,
  unanswered,
} from '../../fixtures/evidence.ts'

const udp = endpoint(HOST, { probe: 'udp', protocol: 'udp', port: 5831 })
const sent = (replies: number, fault: Parameters<typeof request>[1] = null) => [
  resolve(),
  connect(),
  request({ protocol: 'udp', sent: 3, replies }, fault),
]
const control = (rcode: string | null) =>
  asked(
    'udp-control',
    'dns',
    { host: '9.9.9.9', port: 53 },
    seen([request({ protocol: 'dns', answers: [rcode === null ? unanswered() : answer({ rcode })] })]),
  )
const alive = asked('udp-control', 'tls', { host: HOST }, seen([resolve(), connect(), tls()]))
const dns = (protocol: 'udp' | 'tcp') => endpoint(ADDRESS, { probe: 'dns', protocol, port: 53 })
const dnsAnswers = (...answers: ReturnType<typeof answer>[]) => [
  request({ protocol: 'dns', answers }, answers.find(({ fault }) => fault)?.fault ?? null),
]

t.test('datagrams', (t) => {
  testCases(t, [
    { name: 'a reply', endpoint: udp, steps: sent(1), is: 'open' },
    {
      name: 'silence, nothing else asked',
      endpoint: udp,
      steps: sent(0, silence),
      is: 'inconclusive udp-silent',
      says: ['no other UDP service was asked'],
    },
    {
      name: 'silence, while others answer',
      endpoint: udp,
      steps: sent(0, silence),
      around: { experiments: [control('REFUSED')] },
      is: 'inconclusive udp-silent',
      says: ['other UDP services do answer'],
    },
    {
      name: 'silence everywhere, and TCP 443 of the host is open',
      endpoint: udp,
      steps: sent(0, silence),
      around: { experiments: [control(null), alive] },
      is: 'inconclusive udp-silent',
      says: ['no other UDP service answers either', 'TCP 443'],
    },
    { name: 'the run ended', endpoint: udp, steps: sent(0, { kind: 'aborted' }), is: 'inconclusive deadline' },
    {
      name: 'port unreachable',
      endpoint: udp,
      steps: sent(0, errno('ECONNREFUSED')),
      is: 'blocked udp-port-unreachable',
      wants: ['confirm'],
    },
    { name: 'prohibited', endpoint: udp, steps: sent(0, errno('EHOSTUNREACH')), is: 'blocked udp-unreachable' },
    {
      name: 'refused on TCP is of TCP',
      endpoint: endpoint(HOST, { probe: 'tcp', port: 5831 }),
      steps: [resolve(), connect(errno('ECONNREFUSED', 'connect'), null)],
      is: 'blocked tcp-refused',
    },
  ])
  t.end()
})

t.test('DNS servers', (t) => {
  testCases(t, [
    { name: 'answers', endpoint: dns('udp'), steps: dnsAnswers(answer()), is: 'open' },
    {
      name: 'refuses, and so is there',
      endpoint: dns('udp'),
      steps: dnsAnswers(answer({ rcode: 'REFUSED' })),
      is: 'open',
    },
    {
      name: 'answers by UDP alone, which is required',
      endpoint: dns('udp'),
      steps: dnsAnswers(answer(), unanswered({ transport: 'tcp' })),
      is: 'open',
    },
    {
      name: 'answers by UDP alone, and TCP is required',
      endpoint: dns('tcp'),
      steps: dnsAnswers(answer(), unanswered({ transport: 'tcp' })),
      is: 'blocked dns-resolver-unreachable',
      says: ['TCP'],
    },
    { name: 'silence', endpoint: dns('udp'), steps: dnsAnswers(unanswered()), is: 'blocked dns-resolver-unreachable' },
    {
      name: 'nothing listens',
      endpoint: dns('udp'),
      steps: dnsAnswers(unanswered({ fault: errno('ECONNREFUSED') })),
      is: 'blocked udp-port-unreachable',
    },
  ])
  t.end()
})
