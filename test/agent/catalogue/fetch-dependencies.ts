import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import t from 'tap'
import { readBuiltin } from '../../../agent/catalogue/builtin.ts'
import { parseClouds } from '../../../agent/catalogue/clouds.ts'
import {
  azureUrls,
  fetchDependencies,
  parseApiVersions,
  readWorkspaceId,
  type Fetched,
} from '../../../agent/catalogue/fetch-dependencies.ts'
import { UsageError } from '../../../agent/usage-error.ts'
import type { System } from '../../../agent/vantage/system.ts'
import { StepFault, type World } from '../../../probes/probe.ts'
import { authority } from '../../fixtures/certificates.ts'
import { startHttpServer } from '../../fixtures/http-server.ts'
import { connectProxy, refusal } from '../../fixtures/proxies.ts'
import { closedPort, httpsServer, rawServer } from '../../fixtures/tls-servers.ts'
import { testWorld } from '../../fixtures/world.ts'

const ID =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/ml-rg/providers/' +
  'Microsoft.MachineLearningServices/workspaces/ws1'
const versions = parseApiVersions(readBuiltin('dependencies-api.yaml'))
const LIST = JSON.stringify({
  value: [
    { properties: { category: 'a', endpoints: [{ domainName: 'a.example', endpointDetails: [{ port: 443 }] }] } },
  ],
})
const system: System = {
  env: { AZURE_ACCESS_TOKEN: 'SECRET.token' },
  hostname: 'here',
  cwd: '/',
  readFile: () => null,
  metadataUrl: 'http://127.0.0.1:1',
}

/** Answers by status and body, and records what was asked. */
const arm = (status: number, body: string, asked: string[] = []): RequestListener => {
  return ({ url, headers }, answer) => {
    asked.push(`${url ?? ''} ${headers.authorization ?? ''}`)
    answer.writeHead(status, { 'content-type': 'application/json' }).end(body)
  }
}
const azureError = (code: string) => JSON.stringify({ error: { code, message: 'SECRET of the message' } })

type Urls = { readonly resourceManager: string; readonly regional?: string }
const fetchFrom = async (urls: Urls, world: World = testWorld(), timeoutMs = 2000): Promise<Fetched> => {
  const all = { login: 'http://127.0.0.1:1', regional: null, ...urls }
  const context = { world, timeoutMs, signal: new AbortController().signal }
  const fetched = await fetchDependencies(ID, all, versions, system, context)
  t.notMatch(JSON.stringify(fetched), /SECRET/)
  return fetched
}

t.test('Azure Resource Manager is asked with the token, in the version that is known', async (t) => {
  const asked: string[] = []
  const resourceManager = await startHttpServer(t, arm(200, LIST, asked))
  t.match(await fetchFrom({ resourceManager }), {
    dependencies: { source: 'workspace-dependencies', hosts: [{ host: 'a.example' }] },
  })
  t.same(asked, [
    `${ID}/outboundNetworkDependenciesEndpoints?api-version=${versions.resourceManager[0]} Bearer SECRET.token`,
  ])
})

t.test('a version that Azure does not know is followed by the next, then by the regional service', async (t) => {
  const asked: string[] = []
  const picky = await startHttpServer(t, (request, answer) => {
    const known = request.url?.endsWith(`=${versions.resourceManager[1] ?? ''}`) === true
    arm(known ? 200 : 400, known ? LIST : azureError('InvalidApiVersionParameter'), asked)(request, answer)
  })
  t.match(await fetchFrom({ resourceManager: picky }), { dependencies: { hosts: [{ host: 'a.example' }] } })
  t.equal(asked.length, 2)

  const removed = await startHttpServer(t, arm(404, azureError('InvalidResourceType')))
  const regionalAsked: string[] = []
  const regional = await startHttpServer(t, arm(200, LIST, regionalAsked))
  t.match(await fetchFrom({ resourceManager: removed, regional }), { dependencies: { hosts: [{ host: 'a.example' }] } })
  t.match(regionalAsked, [`/rp/workspaces${ID}/outboundNetworkDependenciesEndpoints?api-version=2018-03-01-preview`])
  t.match(await fetchFrom({ resourceManager: removed }), {
    failure: { status: 404, code: 'InvalidResourceType', remedy: /no version/ },
  })
})

t.test('what Azure says of the identity or the workspace is final', async (t) => {
  const cases = [
    [401, 'ExpiredAuthenticationToken', /new token/],
    [403, 'AuthorizationFailed', /role Reader/],
    [404, 'ResourceNotFound', /resource id/],
  ] as const
  for (const [status, code, remedy] of cases) {
    const asked: string[] = []
    const resourceManager = await startHttpServer(t, arm(status, azureError(code), asked))
    const { failure } = (await fetchFrom({ resourceManager, regional: resourceManager })) as Extract<
      Fetched,
      { failure: unknown }
    >
    t.match(failure, {
      host: '127.0.0.1',
      layer: 'http',
      status,
      code,
      says: `127.0.0.1 answered ${status} (${code})`,
      remedy,
    })
    t.equal(asked.length, 1)
  }
})

t.test('who answers in the place of Azure is not believed', async (t) => {
  for (const [status, body] of [
    [200, '<html>Welcome</html>'],
    [403, '<html>Blocked</html>'],
    [200, LIST.slice(0, 60)],
    [200, '{"value": 1}'],
  ] as const) {
    const portal = await startHttpServer(t, arm(status, body))
    t.match(await fetchFrom({ resourceManager: portal, regional: portal }), {
      failure: { host: '127.0.0.1', layer: 'http', status, code: undefined, says: /neither a list of endpoints nor/ },
    })
    const regional = await startHttpServer(t, arm(200, LIST))
    t.match(await fetchFrom({ resourceManager: portal, regional }), {
      dependencies: { hosts: [{ host: 'a.example' }] },
    })
  }
})

t.test('a failure has its layer', async (t) => {
  const closed = `http://127.0.0.1:${await closedPort()}`
  t.match(await fetchFrom({ resourceManager: closed, regional: closed }), {
    failure: { host: '127.0.0.1', layer: 'tcp', code: 'ECONNREFUSED' },
  })
  const unresolved: World = {
    ...testWorld(),
    resolve: () => Promise.reject(new StepFault({ kind: 'rcode', code: 'NXDOMAIN' })),
  }
  t.match(await fetchFrom({ resourceManager: 'https://management.example' }, unresolved), {
    failure: { host: 'management.example', layer: 'dns', code: 'NXDOMAIN' },
  })
  const silent = await startHttpServer(t, () => undefined)
  t.match(await fetchFrom({ resourceManager: silent }, testWorld(), 100), {
    failure: { layer: 'http', says: /nothing came within the budget/ },
  })
  const cut = await rawServer(t, (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"value"'))
  t.match(await fetchFrom({ resourceManager: `http://127.0.0.1:${cut}` }), {
    failure: { layer: 'http', says: /the connection was closed/ },
  })
  const garbage = await rawServer(t, (socket) => socket.end('SSH-2.0-OpenSSH\r\n'))
  t.match(await fetchFrom({ resourceManager: `http://127.0.0.1:${garbage}` }), {
    failure: { layer: 'http', says: /not what it must be/ },
  })
  const endless = await startHttpServer(t, (_, answer) => {
    const more = () => {
      while (answer.write(Buffer.alloc(65_536, ' ')));
      answer.once('drain', more)
    }
    more()
  })
  t.match(await fetchFrom({ resourceManager: endless }), { failure: { layer: 'http', says: /not what it must be/ } })
})

t.test('nothing is sent to a server whose certificate is not trusted', async (t) => {
  const root = authority('Interceptor')
  const asked: string[] = []
  const port = await httpsServer(t, root.issue({ names: ['DNS:management.example'] }), arm(200, LIST, asked))
  const resourceManager = `https://management.example:${port}`
  t.match(await fetchFrom({ resourceManager }), {
    failure: { host: 'management.example', layer: 'tls', says: /not trusted, so nothing was sent/ },
  })
  t.same(asked, [])
  t.match(await fetchFrom({ resourceManager }, testWorld({ roots: [root.cert] })), {
    dependencies: { hosts: [{ host: 'a.example' }] },
  })
})

t.test('a proxy that can not be reached is the one at fault', async (t) => {
  const world = testWorld({ proxy: { port: await closedPort() } })
  t.match(await fetchFrom({ resourceManager: 'https://management.example' }, world), {
    failure: {
      host: 'management.example',
      layer: 'proxy',
      code: 'ECONNREFUSED',
      says: /through http:\/\/127\.0\.0\.1/,
    },
  })
})

t.test('through a proxy it goes like any request, and the proxy that refuses is the one at fault', async (t) => {
  const root = authority('Root')
  const port = await httpsServer(t, root.issue({ names: ['DNS:management.example'] }), arm(200, LIST))
  const resourceManager = `https://management.example:${port}`
  const seen: string[] = []
  const open = testWorld({ roots: [root.cert], proxy: { port: await connectProxy(t, { seen }) } })
  t.match(await fetchFrom({ resourceManager }, open), { dependencies: { hosts: [{ host: 'a.example' }] } })
  t.match(seen, [new RegExp(`^CONNECT management.example:${port} `)])
  t.notMatch(seen.join(), /SECRET/)
  const refusing = testWorld({ proxy: { port: await connectProxy(t, { answer: refusal(407) }) } })
  t.match(await fetchFrom({ resourceManager }, refusing), { failure: { host: 'management.example', layer: 'proxy' } })
})

t.test('an aborted run ends it', async (t) => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as { port: number }
  const context = { world: testWorld(), timeoutMs: 2000, signal: AbortSignal.abort() }
  const urls = { resourceManager: `http://127.0.0.1:${port}`, login: 'http://127.0.0.1:1', regional: null }
  t.match(await fetchDependencies(ID, urls, versions, system, context), { failure: { says: /the run ended first/ } })
})

t.test('each cloud has hosts of its own', async (t) => {
  const { usgov } = parseClouds(readBuiltin('clouds.yaml'))
  t.same(azureUrls(usgov, 'usgovvirginia'), {
    resourceManager: 'https://management.usgovcloudapi.net',
    login: 'https://login.microsoftonline.us',
    regional: 'https://usgovvirginia.api.ml.azure.us',
  })
  t.equal(azureUrls(usgov, null).regional, null)
})

t.test('an id that names no workspace is refused', async (t) => {
  t.equal(readWorkspaceId(`${ID}/`), ID)
  for (const id of [
    '',
    'ws1',
    `${ID}/x`,
    ID.replace('ws1', 'ws 1'),
    ID.replace('11111111', 'x'),
    `https://a.example${ID}`,
  ])
    t.throws(() => readWorkspaceId(id), UsageError, id)
})
