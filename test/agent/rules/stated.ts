import t from 'tap'
import { parseManifest } from '../../../agent/catalogue/read.ts'
import { peerText } from '../../../agent/rules/peer.ts'
import { statedRules } from '../../../agent/rules/stated.ts'
import { trafficText } from '../../../agent/rules/views.ts'
import { workloads } from '../../fixtures/rules.ts'

const MANIFEST = `
name: ours
requirements:
  - id: api
    purpose: API
    hosts: ['*.azureml.ms', Bücher.example]
    ports: [443, '8704-8706', { port: 8707, listener: unproven, probe: tcp }]
    probe: https
    serviceTags: [AzureMachineLearning]
  - id: storage
    hosts:
      public: ['\${storage}.blob.core.windows.net', 'Storage.\${region}']
      china: [storage.example.cn]
    ports: [443]
    protocol: any
    serviceTags: ['Storage.\${region}']
    vantage: node
    required: false
  - { id: vault, hosts: [v.example], ports: [443], when: { hbiWorkspace: true } }
  - { id: foreign, hosts: [foreign.example], ports: [443], expect: { reachable: false } }
  - { id: portless, hosts: [portless.example], ports: [] }
  - { id: agent, hosts: [konnectivity-agent], ports: [], direction: in-cluster }
  - { id: nobody, hosts: [nobody-knows], ports: [1], direction: in-cluster }
`
const stated = (facts: Record<string, string>, cloud: 'public' | 'china' = 'public') =>
  statedRules({ manifests: [parseManifest(MANIFEST, 'ours.yaml')], cloud, facts }, workloads)

t.test('one rule a host, patterns as they are, facts filled in', async (t) => {
  const { rules, origin } = stated({ region: 'westeurope', storage: 'acct' })
  t.same(
    rules.map((one) => `${peerText(one.peer)} ${trafficText(one)}`),
    [
      '*.azureml.ms tcp 443, 8704-8707',
      'xn--bcher-kva.example tcp 443, 8704-8707',
      'acct.blob.core.windows.net tcp and udp 443',
      'Storage.westeurope tcp and udp 443',
      'konnectivity-agent tcp all ports',
    ],
  )
  t.match(rules[2], {
    peer: { kind: 'name' },
    tags: ['Storage.westeurope'],
    purposes: ['storage (optional)'],
    requirements: ['ours/storage'],
    vantages: ['node'],
  })
  t.match(rules[3], { peer: { kind: 'tag' } })
  t.same(origin, ['What the manifests ask for: ours (public cloud)', 'Facts: region=westeurope, storage=acct'])
})

t.test('a name whose fact is missing is not made up', async (t) => {
  t.same(
    stated({ region: 'westeurope' })
      .rules.map(({ peer }) => peer)
      .filter(({ kind }) => kind === 'unnamed'),
    [{ kind: 'unnamed', template: '${storage}.blob.core.windows.net', missing: ['storage'] }],
  )
})

t.test('what is not asked for is said', async (t) => {
  t.match(stated({}).omitted, [
    { what: 'v.example', why: /--set hbiWorkspace=VALUE/ },
    { what: 'foreign.example', why: 'it must not be reachable' },
    { what: 'portless.example', why: 'its document names no port' },
    { what: 'nobody-knows', why: /neither a host name nor a known workload/ },
  ])
  t.notMatch(stated({ hbiWorkspace: 'false' }).omitted, [{ what: 'v.example' }], 'what is ruled out needs no remark')
})

t.test('each cloud has its own', async (t) => {
  t.ok(stated({}, 'china').rules.some(({ peer }) => peerText(peer) === 'storage.example.cn'))
})
