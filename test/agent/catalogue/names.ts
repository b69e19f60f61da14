import t from 'tap'
import type { Requirement } from '../../../agent/catalogue/manifest.ts'
import { concreteNames, fillKnown, representativesOf } from '../../../agent/catalogue/names.ts'
import { parseManifest } from '../../../agent/catalogue/read.ts'

const requirement = (hosts: unknown, representatives: readonly string[] = []): Requirement =>
  parseManifest(
    JSON.stringify({
      name: 'x',
      requirements: [
        {
          id: 'a',
          hosts,
          ports: [443],
          representatives: representatives.map((host) => ({ host, certainty: 'documented' })),
        },
      ],
    }),
    'm.json',
  ).requirements[0]!

const namesOf = (row: Requirement, host: string, facts: Record<string, string>) => {
  const { names, missing } = concreteNames(row, host, facts)
  return { names: names.map((name) => name.host), missing }
}

t.test('a plain host is itself, with its facts', async (t) => {
  const row = requirement(['${storage}.blob.core.windows.net', 'Bücher.example', '2001:DB8::1'])
  t.same(namesOf(row, '${storage}.blob.core.windows.net', { storage: 'abc' }), {
    names: ['abc.blob.core.windows.net'],
    missing: [],
  })
  t.same(namesOf(row, '${storage}.blob.core.windows.net', {}), { names: [], missing: ['storage'] })
  t.same(namesOf(row, 'Bücher.example', {}), { names: ['xn--bcher-kva.example'], missing: [] })
  t.same(namesOf(row, '2001:DB8::1', {}), { names: ['2001:db8::1'], missing: [] })
})

t.test('a pattern is the representatives that end like it', async (t) => {
  const row = requirement({ public: ['*.b.example', 'c.example'], china: ['*.b.cn'] }, [
    'x.b.example',
    '${region}.b.example',
    '${region}.b.cn',
  ])
  t.same(namesOf(row, '*.b.example', {}), { names: ['x.b.example'], missing: [] })
  t.same(namesOf(row, '*.b.example', { region: 'eastus' }).names, ['x.b.example', 'eastus.b.example'])
  t.same(namesOf(row, '*.b.cn', {}), { names: [], missing: ['region'] })
  t.same(namesOf(row, 'c.example', {}), { names: ['c.example'], missing: [] })
  t.same(representativesOf(row, 'c.example'), [])
})

t.test('a pattern without representatives has no name, whatever its facts', async (t) => {
  const row = requirement(['*.${region}.batch.azure.com'])
  t.same(namesOf(row, '*.${region}.batch.azure.com', {}), { names: [], missing: [] })
})

t.test('a fact that is a whole host stands for the pattern that it ends like', async (t) => {
  const row = requirement(['*.hcp.${region}.azmk8s.io'], ['${apiServer}'])
  const host = '*.hcp.${region}.azmk8s.io'
  t.same(namesOf(row, host, { region: 'eastus', apiServer: 'X.hcp.eastus.azmk8s.io' }).names, [
    'x.hcp.eastus.azmk8s.io',
  ])
  t.same(namesOf(row, host, { region: 'eastus', apiServer: '10.0.0.1' }), { names: [], missing: [] })
  t.same(namesOf(row, host, { apiServer: 'x.hcp.eastus.azmk8s.io' }), { names: [], missing: ['region'] })
})

t.test("the workspace's name is cut so that its label fits", async (t) => {
  const host = 'ml-${workspaceName}-${region}-${workspaceId}.${region}.notebooks.azure.net'
  const facts = { region: 'westeurope', workspaceId: '11111111-2222-3333-4444-555555555555' }
  const nameFor = (workspaceName: string) =>
    namesOf(requirement([host]), host, { ...facts, workspaceName }).names[0] ?? ''
  t.equal(nameFor('abc'), 'ml-abc-westeurope-11111111-2222-3333-4444-555555555555.westeurope.notebooks.azure.net')
  const [label = ''] = nameFor('workspacewithalongname').split('.')
  t.equal(label, 'ml-workspacewit-westeurope-11111111-2222-3333-4444-555555555555')
  t.ok(label.length <= 63)
})

t.test('known facts are filled in, the others stay', async (t) => {
  t.equal(fillKnown('Storage.${region}', { region: 'eastus' }), 'Storage.eastus')
  t.equal(fillKnown('Storage.${region}', {}), 'Storage.${region}')
})
