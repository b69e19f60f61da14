import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readBuiltin } from '../../../agent/catalogue/builtin.ts'
import { parseClouds } from '../../../agent/catalogue/clouds.ts'
import { listDependencies } from '../../../agent/commands/dependencies.ts'
import { readProbingOptions } from '../../../agent/options.ts'
import { authority } from '../../fixtures/certificates.ts'
import { testIo } from '../../fixtures/io.ts'
import { connectProxy } from '../../fixtures/proxies.ts'
import { closedPort, httpsServer } from '../../fixtures/tls-servers.ts'

const clouds = parseClouds(readBuiltin('clouds.yaml'))
const WORKSPACE =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/ml-rg/providers/' +
  'Microsoft.MachineLearningServices/workspaces/ws1'
const LIST = {
  value: [
    { properties: { category: 'a', endpoints: [{ domainName: 'a.example', endpointDetails: [{ port: 443 }] }] } },
  ],
}
const system = {
  env: { AZURE_ACCESS_TOKEN: 'SECRET.token' },
  hostname: 'here',
  cwd: '/',
  readFile: () => null,
  metadataUrl: 'http://127.0.0.1:1',
}
const root = authority('Test root')

/** Azure Resource Manager behind a proxy, and the options with which it is reached. */
const azure = async (t: Test, serve: RequestListener) => {
  const identity = root.issue({ names: ['DNS:management.azure.com', 'DNS:westeurope.api.azureml.ms'] })
  const proxy = await connectProxy(t, { to: await httpsServer(t, identity, serve) })
  const folder = t.testdir({ 'roots.pem': root.cert, 'saved.json': JSON.stringify(LIST) })
  const raw = { proxy: `http://127.0.0.1:${proxy}`, roots: join(folder, 'roots.pem'), 'from-workspace': WORKSPACE }
  return { raw, saved: join(folder, 'saved.json') }
}

const listed = (raw: Record<string, unknown>) =>
  listDependencies(readProbingOptions(raw), clouds.public, 'westeurope', system, testIo().io)

t.test('the list that Azure gives now stands beside the saved one', async (t) => {
  const { raw, saved } = await azure(t, (_, answer) => answer.end(JSON.stringify(LIST)))
  t.match(await listed({ ...raw, dependencies: saved }), {
    lists: [{ hosts: [{ host: 'a.example' }] }, { hosts: [{ host: 'a.example' }] }],
    unlisted: null,
  })
})

t.test('a list that does not come says why, and the saved one counts', async (t) => {
  const error = JSON.stringify({ error: { code: 'AuthorizationFailed' } })
  const { raw, saved } = await azure(t, (_, answer) => answer.writeHead(403).end(error))
  t.match(await listed({ ...raw, dependencies: saved }), {
    lists: [{ hosts: [{ host: 'a.example' }] }],
    unlisted: { host: 'management.azure.com', layer: 'http', status: 403, code: 'AuthorizationFailed' },
  })
  t.match(await listed({ ...raw, proxy: `http://127.0.0.1:${await closedPort()}` }), {
    unlisted: { host: 'management.azure.com', layer: 'proxy', code: 'ECONNREFUSED' },
  })
})

t.test('asking ends with the run', async (t) => {
  const { raw } = await azure(t, () => undefined)
  const started = performance.now()
  t.match(await listed({ ...raw, deadline: '200ms' }), { unlisted: { layer: 'http' } })
  t.ok(performance.now() - started < 2000)
})

t.test('nothing is asked without need, and no workspace is a mistake', async (t) => {
  t.strictSame(await listed({}), { lists: [], unlisted: null })
  await t.rejects(listed({ 'from-workspace': 'ws1' }), { message: /no resource id of a workspace/ })
})
