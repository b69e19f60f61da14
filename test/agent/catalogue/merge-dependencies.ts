import t from 'tap'
import type { Dependencies, Dependency } from '../../../agent/catalogue/dependencies.ts'
import { manifestSchema } from '../../../agent/catalogue/manifest.ts'
import { mergeDependencies } from '../../../agent/catalogue/merge-dependencies.ts'

const { requirements } = manifestSchema.parse({
  name: 'catalogue',
  requirements: [
    { id: 'login', hosts: ['login.example'], ports: [443] },
    { id: 'api', hosts: ['${region}.api.example', '*.ml.example'], ports: [443] },
    { id: 'tundra', hosts: ['${region}.tundra.example'], ports: [5831], protocol: 'udp' },
    { id: 'only', hosts: ['only.example', '*.only.example'], ports: [443] },
    { id: 'tag', hosts: ['AzureFrontDoor.FirstParty'], ports: [], serviceTags: ['AzureFrontDoor.FirstParty'] },
    { id: 'unknown', hosts: ['${storage}.blob.example'], ports: [443] },
    { id: 'inbound', hosts: ['in.example'], ports: [44224], direction: 'inbound' },
  ],
})
const stated = { requirements, known: requirements, cloud: 'public', facts: { region: 'westeurope' } } as const

const dependency = (host: string, ...ports: (number | ['udp' | 'tcp', number])[]): Dependency => ({
  purpose: 'Compute',
  host,
  ports: ports.map((port) =>
    typeof port === 'number' ? { port, protocol: null } : { port: port[1], protocol: port[0] },
  ),
  required: true,
  private: false,
})
const listOf = (...hosts: Dependency[]): Dependencies => ({
  source: 'workspace-dependencies',
  hosts,
  notes: ['a note'],
})

const rowsOf = (dependencies: Dependencies) =>
  mergeDependencies(dependencies, stated).manifest?.requirements.map(({ id, hosts, ports, protocol, expect }) => ({
    id,
    hosts,
    ports: ports.map((port) => (typeof port === 'object' ? `${port.probe ?? ''} ${port.port}` : port)),
    protocol,
    expect,
  }))

t.test('what only the list names is added, as a manifest named after its source', async (t) => {
  const merged = mergeDependencies(
    listOf(
      dependency('login.example', 443, 80),
      dependency('westeurope.api.example', 443),
      dependency('new.ml.example', 443),
    ),
    stated,
  )
  t.match(merged.manifest, {
    name: 'workspace-dependencies',
    requirements: [
      { id: 'tcp.login.example', purpose: 'Compute', hosts: ['login.example'], ports: [{ port: 80, probe: 'http' }] },
      { id: 'tcp.new.ml.example', hosts: ['new.ml.example'], ports: [{ port: 443, probe: 'https' }] },
    ],
  })
  t.equal(merged.manifest?.requirements.length, 2, 'not what the catalogue states already')
})

t.test('a port that the catalogue knows as UDP alone is UDP, whatever the list leaves open', async (t) => {
  t.same(rowsOf(listOf(dependency('westeurope.tundra.example', 5831))), undefined, 'stated already')
  t.same(rowsOf(listOf(dependency('x.tundra.example', 5831, 443))), [
    { id: 'tcp.x.tundra.example', hosts: ['x.tundra.example'], ports: ['https 443'], protocol: 'tcp', expect: {} },
    {
      id: 'udp.x.tundra.example',
      hosts: ['x.tundra.example'],
      ports: ['udp 5831'],
      protocol: 'udp',
      expect: { provable: false },
    },
  ])
  t.match(rowsOf(listOf(dependency('ntp.example', ['udp', 123]))), [{ ports: ['udp 123'], protocol: 'udp' }])
})

t.test('what only the catalogue names is kept and said', async (t) => {
  const merged = mergeDependencies(listOf(dependency('login.example', 443), dependency('a.only.example', 443)), stated)
  t.same(merged.catalogueOnly, ['westeurope.api.example', '*.ml.example', 'westeurope.tundra.example', 'only.example'])
  t.same(merged.notes, [
    'a note',
    "4 hosts of the catalogue are not in the workspace's dependencies API and are kept: " +
      'westeurope.api.example, *.ml.example, westeurope.tundra.example, only.example',
  ])
  t.same(mergeDependencies(listOf(), stated), { manifest: null, catalogueOnly: [], notes: ['a note'] })
})

t.test('a host in several groups is one row; one without ports is listed', async (t) => {
  t.match(rowsOf(listOf(dependency('a.example', 443), dependency('a.example', 443, 8443), dependency('*.b.example'))), [
    { id: 'tcp.a.example', ports: ['https 443', 'tcp 8443'] },
    { id: 'tcp.any.b.example', hosts: ['*.b.example'], ports: [] },
  ])
})

t.test('private endpoints must have private addresses, long names have ids, addresses too', async (t) => {
  const long = `ml-${'w'.repeat(50)}.westeurope.${'x'.repeat(50)}.example`
  t.match(rowsOf(listOf({ ...dependency(long, 443), private: true }, dependency('2603:1020::1', 443))), [
    { expect: { private: true } },
    { id: 'tcp.2603-1020--1', hosts: ['2603:1020::1'] },
  ])
})
