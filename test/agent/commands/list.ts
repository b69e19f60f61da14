import { join } from 'node:path'
import t from 'tap'
import { list } from '../../../agent/commands/list.ts'
import { testIo } from '../../fixtures/io.ts'
import { closedPort } from '../../fixtures/tls-servers.ts'

const WORKSPACE =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/ml-rg/providers/' +
  'Microsoft.MachineLearningServices/workspaces/ws1'

t.test('as JSON: where we are, and the endpoints with what asks for them', async (t) => {
  const { io, written, told } = testIo()
  t.equal(await list({ format: 'json', manifest: ['docker-images'], 'no-detect': true }, io), 0)
  const listing = JSON.parse(written()) as { vantage: unknown; endpoints: unknown[] }
  t.match(Object.keys(listing), ['vantage', 'endpoints'])
  t.match(listing.vantage, { kind: 'machine', cloud: 'public' })
  t.match(listing.endpoints[0], { host: 'mcr.microsoft.com', port: 443, protocol: 'tcp', probe: 'https' })
  t.equal(told(), '')
})

t.test('what only a saved list names is added, and what only the catalogue names is told', async (t) => {
  const endpoints = [{ domainName: 'only.example', endpointDetails: [{ port: 443 }] }]
  const saved = JSON.stringify({ value: [{ properties: { category: 'Mine', endpoints } }] })
  const file = join(t.testdir({ 'saved.json': saved }), 'saved.json')
  const raw = { manifest: ['docker-images'], 'no-detect': true, dependencies: file }
  const { io, written, told } = testIo()
  t.equal(await list(raw, io), 0)
  t.match(written(), /only\.example:443 .*workspace-dependencies\/tcp\.only\.example/)
  t.match(told(), /hosts of the catalogue are not in .* and are kept: mcr\.microsoft\.com/)
  const quiet = testIo()
  await list({ ...raw, quiet: true }, quiet.io)
  t.equal(quiet.told(), '')
})

t.test('a workspace that cannot be asked is told on stderr, with its host', async (t) => {
  const { io, written, told } = testIo({ env: { AZURE_ACCESS_TOKEN: 'SECRET.token' } })
  const raw = { manifest: ['docker-images'], 'no-detect': true, 'from-workspace': WORKSPACE, quiet: true }
  t.equal(await list({ ...raw, proxy: `http://127.0.0.1:${await closedPort()}` }, io), 0)
  t.match(written(), /mcr\.microsoft\.com:443/)
  t.match(told(), /^connprobe: management\.azure\.com could not be asked .*\n$/)
  t.notMatch(told(), /SECRET/)
})

t.test('options that do not go together', async (t) => {
  for (const raw of [{ all: true }, { since: '2024-01-01' }, { format: 'junit' }, { patterns: true, since: 'May' }])
    await t.rejects(list({ 'no-detect': true, ...raw }, testIo().io), { message: /^--/ })
})
