import t from 'tap'
import { readFileBelow, type System } from '../../../agent/vantage/system.ts'
import { acquireToken } from '../../../agent/vantage/token.ts'
import { startHttpServer } from '../../fixtures/http-server.ts'
import { testWorld } from '../../fixtures/world.ts'

const RESOURCE = 'https://management.azure.com'
const NOBODY = 'http://127.0.0.1:1'
const context = { world: testWorld(), timeoutMs: 1000, signal: new AbortController().signal }

const machine = (env: System['env'], readFile: System['readFile'] = () => null, metadataUrl = NOBODY): System => ({
  env,
  hostname: 'here',
  cwd: '/',
  readFile,
  metadataUrl,
})
const acquire = (system: System, login = NOBODY) => acquireToken({ resource: RESOURCE, login }, system, context)

t.test('AZURE_ACCESS_TOKEN comes first', async (t) => {
  const env = { AZURE_ACCESS_TOKEN: ' abc.def \n', MSI_ENDPOINT: NOBODY, MSI_SECRET: 'x' }
  t.same(await acquire(machine(env)), { secret: 'abc.def', from: 'AZURE_ACCESS_TOKEN' })
  const bad = await acquire(machine({ AZURE_ACCESS_TOKEN: 'SECRET\r\nX: y' }))
  t.match(bad, { layer: 'local', says: /AZURE_ACCESS_TOKEN holds no bearer token/ })
  t.notMatch(JSON.stringify(bad), /SECRET/)
})

t.test(
  "the compute instance's daemon is asked with its secret, from the shell's environment or the file",
  async (t) => {
    const asked: unknown[] = []
    const daemon = await startHttpServer(t, ({ url, headers }, answer) => {
      asked.push([url, headers['secret']])
      answer.end('{"access_token": "abc"}')
    })
    const env = { MSI_ENDPOINT: `${daemon}/MSI/auth`, MSI_SECRET: 's1', DEFAULT_IDENTITY_CLIENT_ID: 'id' }
    t.same(await acquire(machine(env)), { secret: 'abc', from: 'the compute instance' })
    const files = t.testdir({ etc: { 'environment.sso': `MSI_ENDPOINT=${daemon}/MSI/auth\nMSI_SECRET="s2"\n` } })
    t.same(await acquire(machine({}, readFileBelow(files))), { secret: 'abc', from: 'the compute instance' })
    const query = 'resource=https%3A%2F%2Fmanagement.azure.com&api-version=2017-09-01'
    t.same(asked, [
      [`/MSI/auth?${query}&clientid=id`, 's1'],
      [`/MSI/auth?${query}`, 's2'],
    ])
  },
)

t.test("workload identity's token is exchanged", async (t) => {
  const asked: string[] = []
  const login = await startHttpServer(t, (request, answer) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`)
      answer.end('{"access_token": "abc", "token_type": "Bearer"}')
    })
  })
  const files = t.testdir({ var: { token: 'federated\n' } })
  const env = {
    AZURE_CLIENT_ID: 'client',
    AZURE_TENANT_ID: 'tenant',
    AZURE_FEDERATED_TOKEN_FILE: '/var/token',
    AZURE_AUTHORITY_HOST: `${login}/`,
  }
  t.same(await acquire(machine(env, readFileBelow(files))), { secret: 'abc', from: 'workload identity' })
  t.match(asked, [
    /^POST \/tenant\/oauth2\/v2\.0\/token grant_type=client_credentials&client_id=client&scope=https%3A%2F%2Fmanagement\.azure\.com%2F\.default&.*client_assertion=federated$/,
  ])
  t.match(await acquire(machine(env)), { layer: 'local', says: /token file/ })
})

t.test('the metadata service comes last', async (t) => {
  const asked: unknown[] = []
  const metadata = await startHttpServer(t, ({ url, headers }, answer) => {
    asked.push([url, headers['metadata']])
    answer.end('{"access_token": "abc"}')
  })
  t.same(await acquire(machine({}, undefined, metadata)), { secret: 'abc', from: 'the metadata service' })
  t.same(asked, [
    ['/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com', 'true'],
  ])
})

t.test('a source that fails says so, and no secret', async (t) => {
  const refusing = await startHttpServer(t, (_, answer) => {
    answer.writeHead(400).end('{"error": "invalid_client", "error_description": "SECRET", "error_codes": [700212]}')
  })
  const files = readFileBelow(t.testdir({ token: 'SECRET' }))
  const federated = { AZURE_CLIENT_ID: 'c', AZURE_TENANT_ID: 't', AZURE_FEDERATED_TOKEN_FILE: '/token' }
  const failures = [
    await acquire(machine({ MSI_ENDPOINT: refusing, MSI_SECRET: 'SECRET' })),
    await acquire(machine({ MSI_ENDPOINT: NOBODY, MSI_SECRET: 'SECRET' })),
    await acquire(machine({ MSI_ENDPOINT: NOBODY, MSI_SECRET: 'SECRET\n' })),
    await acquire(machine(federated, files), refusing),
    await acquire(machine(federated, files)),
    await acquire(machine({})),
  ]
  t.match(failures, [
    { layer: 'http', status: 400, remedy: /cert\.api/ },
    { layer: 'local', code: 'ECONNREFUSED', says: /the compute instance gave no token: 127.0.0.1:1 does not answer/ },
    { layer: 'local' },
    { layer: 'http', status: 400, code: 'AADSTS700212' },
    { layer: 'tcp', code: 'ECONNREFUSED' },
    { layer: 'local', says: /the metadata service gave no token/ },
  ])
  t.notMatch(JSON.stringify(failures), /SECRET/)
})

t.test('an answer without a token is none', async (t) => {
  for (const body of ['<html></html>', '{}', '{"access_token": "a\\r\\nb"}', '']) {
    const odd = await startHttpServer(t, (_, answer) => answer.end(body))
    t.match(await acquire(machine({}, undefined, odd)), { layer: 'http', status: 200 }, body)
  }
})
