import { once } from 'node:events'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import bcrypt from 'bcryptjs'
import t from 'tap'
import { createMetrics } from '../../../agent/serve/metrics.ts'
import { createPages } from '../../../agent/serve/pages.ts'
import { createRoutes, type Shown } from '../../../agent/serve/routes.ts'
import { startServer } from '../../../agent/serve/server.ts'
import { NO_WEB_CONFIG, type WebConfig } from '../../../agent/serve/web-config.ts'
import { authority } from '../../fixtures/certificates.ts'
import { endpoint, healthy, result } from '../../fixtures/report.ts'
import { mixedReport } from '../../fixtures/reports.ts'
import { roundOf } from '../../fixtures/round.ts'
import type { Scope } from '../../fixtures/tls-servers.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const known = endpoint('ml.azure.com')
const turn = (() => {
  const { evidence, ...judgement } = result(known, {}, [healthy(known.host)])
  return { evidence, judgement }
})()

const serve = async (t: Scope, web: WebConfig = NO_WEB_CONFIG, changes: Partial<Shown> = {}, published = true) => {
  const metrics = createMetrics(clock, () => Promise.resolve([]))
  const pages = createPages(() => ({ hosts: [], addresses: [] }))
  metrics.configured(true)
  if (published) {
    await metrics.publish(roundOf(mixedReport()))
    pages.publish(roundOf(mixedReport()))
  }
  const routes = createRoutes({
    metrics,
    pages,
    watch: { endpoints: () => [known], probe: async () => turn },
    isReady: () => published,
    reload: async () => [],
    ...changes,
  })
  const defects: unknown[] = []
  const server = await startServer({ host: '127.0.0.1', port: 0 }, web, routes, (error) => void defects.push(error))
  t.teardown(server.close)
  return { ...server, defects, port: Number(new URL(server.url).port) }
}

type Got = { status: number; headers: IncomingHttpHeaders; body: Buffer; text: string }

const get = (url: string, options: RequestOptions = {}, body = ''): Promise<Got> =>
  new Promise((resolve, reject) => {
    const send = url.startsWith('https') ? httpsRequest : httpRequest
    const request = send(url, { agent: false, ...options }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const all = Buffer.concat(chunks)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: all, text: all.toString() })
      })
    })
    request.on('error', reject)
    request.end(body)
  })

t.test('what is served', async (t) => {
  const { url } = await serve(t)
  t.match(await get(`${url}/`), { status: 200, headers: { 'content-type': /text\/html/ }, text: /^<!doctype html>/ })
  t.match(JSON.parse((await get(`${url}/api/v1/report`)).text), { schemaVersion: 1 })
  t.match(await get(`${url}/metrics`), {
    status: 200,
    headers: { 'content-type': /version=0\.0\.4/ },
    text: /connprobe_endpoints/,
  })
  t.match(await get(`${url}/metrics`, { headers: { accept: 'application/openmetrics-text' } }), {
    headers: { 'content-type': /openmetrics/ },
    text: /# EOF\n$/,
  })
  const compressed = await get(`${url}/metrics`, { headers: { 'accept-encoding': 'gzip' } })
  t.equal(compressed.headers['content-encoding'], 'gzip')
  t.match(gunzipSync(compressed.body).toString(), 'connprobe_endpoints')
  for (const path of ['/-/healthy', '/healthz', '/-/ready', '/readyz'])
    t.equal((await get(url + path)).status, 200, path)
  t.match(await get(`${url}/metrics`, { method: 'HEAD' }), { status: 200, text: '' })
})

t.test('nothing else is', async (t) => {
  const { url, defects } = await serve(t)
  t.equal((await get(`${url}/etc/passwd`)).status, 404)
  t.equal((await get(`${url}/../../etc/passwd`, { path: '/../../etc/passwd' })).status, 404)
  t.match(await get(`${url}/metrics`, { method: 'POST' }), { status: 405, headers: { allow: 'GET, HEAD' } })
  t.match(await get(`${url}/-/reload`), { status: 405, headers: { allow: 'POST' } })
  t.equal((await get(`${url}/-/reload`, { method: 'POST' }, 'x'.repeat(1000))).status, 413)
  t.equal((await get(`${url}/metrics`, { headers: { cookie: 'x'.repeat(20_000) } })).status, 431)
  t.strictSame(defects, [])
})

t.test('every answer has the headers that keep browsers out of mischief', async (t) => {
  const { url } = await serve(t)
  for (const path of ['/', '/metrics', '/nowhere'])
    t.match((await get(url + path)).headers, {
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': /frame-ancestors 'none'/,
      'cache-control': 'no-store',
    })
})

t.test('before the first round', async (t) => {
  const { url } = await serve(t, NO_WEB_CONFIG, {}, false)
  t.equal((await get(`${url}/-/healthy`)).status, 200)
  for (const path of ['/-/ready', '/readyz', '/', '/api/v1/report']) t.equal((await get(url + path)).status, 503, path)
  t.match((await get(`${url}/metrics`)).text, 'connprobe_config_last_reload_successful 1')
})

t.test('/probe: known endpoints alone, within the rate', async (t) => {
  const { url } = await serve(t)
  const probe = async (query: string) => get(`${url}/probe?${query}`)
  t.match(await probe('target=ml.azure.com:443&module=https'), { status: 200, text: /^probe_success 1$/m })
  t.equal((await probe('target=ML.azure.com:443')).status, 200)
  for (const query of [
    '',
    'target=169.254.169.254:80&module=http',
    'target=ml.azure.com:22',
    'target=ml.azure.com:443&module=tcp',
    'target=http://ml.azure.com:443/',
    'module=https',
  ])
    t.equal((await probe(query)).status, 403, query)
  const busy = await serve(t, NO_WEB_CONFIG, { watch: { endpoints: () => [known], probe: async () => null } })
  t.match(await get(`${busy.url}/probe?target=ml.azure.com:443`), { status: 429, headers: { 'retry-after': '1' } })
})

t.test('reload: from this machine, not from a page of somebody else', async (t) => {
  let problems: string[] = []
  const { url } = await serve(t, NO_WEB_CONFIG, { reload: async () => problems })
  const reload = async (headers: Record<string, string> = {}) => get(`${url}/-/reload`, { method: 'POST', headers })
  t.equal((await reload()).status, 200)
  problems = ['conf.yaml:1:1: unknown option']
  t.match(await reload(), { status: 500, text: /unknown option/ })
  for (const headers of [
    { host: 'evil.example' },
    { 'x-forwarded-for': '203.0.113.7' },
    { 'sec-fetch-site': 'cross-site' },
  ])
    t.equal((await reload(headers)).status, 403)
})

t.test('those who are not trusted get a page without the customer', async (t) => {
  const { url } = await serve(t)
  const trusted = await get(url)
  const stranger = await get(url, { headers: { host: 'node7.corp.example:10115' } })
  t.match(trusted.text, 'ci-team-gpu1')
  t.equal(stranger.status, 200)
  t.notMatch(stranger.text, 'ci-team-gpu1')
})

t.test('users', async (t) => {
  const web = { ...NO_WEB_CONFIG, users: new Map([['ada', bcrypt.hashSync('right', 4)]]) }
  const { url, configure } = await serve(t, web)
  const as = (auth?: string) => (auth === undefined ? {} : { auth })
  t.match(await get(`${url}/metrics`), { status: 401, headers: { 'www-authenticate': /^Basic / } })
  t.equal((await get(`${url}/nowhere`)).status, 401, 'what exists is nobody’s business')
  t.equal((await get(`${url}/metrics`, as('ada:wrong'))).status, 401)
  t.equal((await get(`${url}/metrics`, { headers: { authorization: 'Basic ????' } })).status, 401)
  t.equal((await get(`${url}/metrics`, as('ada:right'))).status, 200)
  t.equal((await get(`${url}/-/healthy`)).status, 200, 'liveness asks for nothing')
  t.equal(
    (await get(`${url}/-/reload`, { method: 'POST', ...as('ada:right'), headers: { host: 'far.example' } })).status,
    200,
  )
  configure({ ...web, users: new Map([['bob', bcrypt.hashSync('other', 4)]]) })
  t.equal((await get(`${url}/metrics`, as('ada:right'))).status, 401)
  t.equal((await get(`${url}/metrics`, as('bob:other'))).status, 200)
})

t.test('TLS, client certificates, and a certificate that is replaced', async (t) => {
  const root = authority('Test root')
  const [server, next, client] = ['server.test', 'server.test', 'client.test'].map((name) =>
    root.issue({ names: [`DNS:${name}`] }),
  )
  const stranger = authority('Another root').issue({ names: ['DNS:client.test'] })
  const tlsOf = (identity = server) => ({
    cert: identity!.chain,
    key: identity!.key,
    ca: root.cert,
    clientAuth: 'RequireAndVerifyClientCert' as const,
  })
  const { url, configure } = await serve(t, { ...NO_WEB_CONFIG, tls: tlsOf() })
  const trusting = { ca: root.cert, servername: 'server.test' }
  const known = { ...trusting, cert: client!.chain, key: client!.key }
  t.match(url, /^https:/)
  t.equal((await get(`${url}/metrics`, known)).status, 200)
  await t.rejects(get(`${url}/metrics`, trusting))
  await t.rejects(get(`${url}/metrics`, { ...trusting, cert: stranger.chain, key: stranger.key }))
  configure({ ...NO_WEB_CONFIG, tls: tlsOf(next) })
  t.equal((await get(`${url}/metrics`, known)).status, 200)
  const lax = await serve(t, { ...NO_WEB_CONFIG, tls: { ...tlsOf(), clientAuth: 'VerifyClientCertIfGiven' } })
  t.equal((await get(`${lax.url}/metrics`, trusting)).status, 200)
  t.equal((await get(`${lax.url}/metrics`, { ...trusting, cert: stranger.chain, key: stranger.key })).status, 403)
})

t.test('many who say little keep nobody out', async (t) => {
  const { url, port } = await serve(t)
  const slow = await Promise.all(
    Array.from({ length: 700 }, async (): Promise<Socket> => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => socket.destroy())
      await once(socket, 'connect').catch(() => undefined)
      socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ')
      return socket
    }),
  )
  await sleep(50)
  const start = performance.now()
  t.equal((await get(`${url}/metrics`)).status, 200)
  t.ok(performance.now() - start < 1000)
  const left = slow.filter((socket) => !socket.destroyed).length
  t.ok(left <= 520, `${left} connections of 700 are left`)
  for (const socket of slow) socket.destroy()
})

t.test('closing ends what hangs on', async (t) => {
  const { port, close } = await serve(t)
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write('GET / HTTP/1.1\r\n')
  const start = performance.now()
  await close()
  t.ok(performance.now() - start < 2000)
  socket.destroy()
})

t.test('an address that is taken is a usage error', async (t) => {
  const { port } = await serve(t)
  await t.rejects(
    startServer({ host: '127.0.0.1', port }, NO_WEB_CONFIG, new Map(), () => undefined),
    {
      message: /^--listen: can't listen at 127\.0\.0\.1:\d+ \(EADDRINUSE\)/,
    },
  )
})
