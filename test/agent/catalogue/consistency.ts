import t from 'tap'
import { parseManifest } from '../../../agent/catalogue/read.ts'
import type { UsageError } from '../../../agent/usage-error.ts'

const row = (keys: object) =>
  JSON.stringify({ name: 'x', requirements: [{ id: 'a', hosts: ['a.example'], ports: [443], ...keys }] })

const CONTRADICTIONS: readonly (readonly [keys: object, problem: RegExp])[] = [
  [
    { ports: [80, 443] },
    /ports: have different default probes \(80 http, 443 https\): state 'probe', or write \{port, probe\}/,
  ],
  [{ ports: ['440-445'] }, /ports: have different default probes/],
  [{ probe: 'udp' }, /probe: the probe 'udp' doesn't go over tcp/],
  [{ protocol: 'udp', probe: 'https' }, /probe: the probe 'https' doesn't go over udp/],
  [{ ports: [22], path: '/' }, /path: is for http, https, websocket alone/],
  [{ ports: [80], sni: 'b.example' }, /sni: is for https, tls, websocket alone/],
  [{ tls: true }, /tls: is for websocket alone/],
  [{ expect: { websocket: true } }, /expect\.websocket: is for the probe 'websocket' alone/],
  [
    { hosts: ['a.example', '*.b.example'], representatives: [{ host: 'x.c.example', certainty: 'guess' }] },
    /representatives\[0\]: ends like none of the hosts/,
  ],
]

t.test('what contradicts itself is refused', async (t) => {
  for (const [keys, problem] of CONTRADICTIONS) {
    const error = t.throws(() => parseManifest(row(keys), 'm.json')) as UsageError
    t.match(error.problems, [problem], JSON.stringify(keys))
  }
})

const FINE: readonly object[] = [
  { ports: [80, 443], probe: 'tcp' },
  { ports: [{ port: 80, probe: 'http' }, 443] },
  { ports: [443, 8787, 18881] },
  { ports: [53], protocol: 'udp' },
  { ports: [8080], probe: 'websocket', tls: true, path: '/x', sni: 'b.example', expect: { websocket: true } },
  { hosts: ['kube-dns'], representatives: [{ host: '10.0.0.10', certainty: 'guess' }] },
  {
    hosts: { public: ['*.b.example'], china: ['*.b.cn'] },
    representatives: [{ host: 'x.b.cn', certainty: 'documented' }],
  },
]

t.test('what only looks like it is read', async (t) => {
  for (const keys of FINE) t.doesNotThrow(() => parseManifest(row(keys), 'm.json'), JSON.stringify(keys))
})
