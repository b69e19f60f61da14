import t from 'tap'
import { patterns } from '../../../agent/catalogue/patterns.ts'
import { parseManifest } from '../../../agent/catalogue/read.ts'

const manifest = parseManifest(
  `name: x
source: { document: old, date: 2024-04-08 }
requirements:
  - id: api
    purpose: API
    section: Hosts
    hosts: { public: ['*.a.example', b.example], china: ['*.a.cn'] }
    ports: [{ port: 80, probe: http }, 443, '8704-8706', { port: 8787, listener: unproven }]
    probe: https
    protocol: any
    serviceTags: ['Storage.\${region}']
    representatives:
      - { host: '\${region}.a.example', certainty: documented }
      - { host: x.a.cn, certainty: guess }
    when: { hbiWorkspace: true }
  - id: newer
    hosts: [c.example]
    ports: [5831]
    protocol: udp
    source: { document: new, date: 2026-03-19 }
`,
  'm.yaml',
)

t.test('one object for each stated host and cloud, as the contract names it', async (t) => {
  const all = patterns([manifest], ['public', 'usgov', 'china'])
  t.same(
    all.map(({ host, cloud }) => `${cloud} ${host}`),
    [
      'public *.a.example',
      'public b.example',
      'china *.a.cn',
      'public c.example',
      'usgov c.example',
      'china c.example',
    ],
  )
  t.same(all[0], {
    manifest: 'x',
    id: 'api',
    purpose: 'API',
    section: 'Hosts',
    cloud: 'public',
    host: '*.a.example',
    ports: [80, 443, '8704-8706', 8787],
    protocol: 'any',
    direction: 'outbound',
    vantage: 'compute',
    probe: 'https',
    required: true,
    serviceTags: ['Storage.${region}'],
    representatives: [{ host: '${region}.a.example', certainty: 'documented' }],
    when: { hbiWorkspace: true },
    source: { document: 'old', date: '2024-04-08' },
  })
  t.match(all.at(-1), { probe: 'udp', purpose: null, section: null, when: null, source: { document: 'new' } })
})

t.test('only rows that are newer than a day', async (t) => {
  t.same(
    patterns([manifest], ['public'], '2024-04-08').map(({ id }) => id),
    ['newer'],
  )
  t.equal(patterns([{ ...manifest, source: undefined }], ['public'], '2000-01-01').length, 1)
})
