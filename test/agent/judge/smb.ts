import t from 'tap'
import {
  closed,
  connect,
  endpoint,
  HOST,
  request,
  resolve,
  silence,
  testCases,
  answer,
} from '../../fixtures/evidence.ts'

const smb = endpoint(HOST, { probe: 'smb', port: 445 })
const said = (facts: object, fault: Parameters<typeof request>[1] = null) => [
  resolve(),
  connect(),
  request({ protocol: 'smb', ...facts }, fault),
]

testCases(t, [
  { name: 'a dialect', endpoint: smb, steps: said({ dialect: '3.1.1', status: 0 }), is: 'open' },
  {
    name: 'an error',
    endpoint: smb,
    steps: said({ status: 0xc00000bb, firstBytes: 'fe534d42' }, { kind: 'refused' }),
    is: 'blocked smb-refused',
    says: ['0xc00000bb'],
  },
  {
    name: 'something else',
    endpoint: smb,
    steps: said({ firstBytes: Buffer.from('HTTP/1.1 400').toString('hex') }, { kind: 'malformed' }),
    is: 'blocked protocol-mismatch',
    says: ['HTTP/1.1 400'],
  },
  { name: 'silence after the connection', endpoint: smb, steps: said({}, silence), is: 'blocked unknown' },
  { name: 'closed without a byte', endpoint: smb, steps: said({}, closed), is: 'blocked tcp-closed-early' },
  { name: 'closed after a byte', endpoint: smb, steps: said({ firstBytes: 'fe' }, closed), is: 'blocked unknown' },
  {
    name: 'silence before the connection',
    endpoint: smb,
    steps: [resolve(), connect(silence, null)],
    is: 'blocked tcp-timeout',
  },
  {
    name: 'a DNS server that does not speak DNS',
    endpoint: endpoint(HOST, { probe: 'dns', protocol: 'udp', port: 53 }),
    steps: [request({ protocol: 'dns', answers: [answer()] }, { kind: 'malformed' })],
    is: 'blocked protocol-mismatch',
  },
])
