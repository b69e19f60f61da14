import t, { type Test } from 'tap'
import { http, https } from '../../probes/http.ts'
import type { Probe, Proxy, Target } from '../../probes/probe.ts'
import { authority } from '../fixtures/certificates.ts'
import { says } from '../fixtures/http-servers.ts'
import { connectProxy, refusal } from '../fixtures/proxies.ts'
import { afterHello, closes, httpsServer, staysSilent } from '../fixtures/tls-servers.ts'
import { testJob, testProxy, testWorld } from '../fixtures/world.ts'

const root = authority('Test root')
const identity = root.issue({ names: ['DNS:a.test'] })
const world = testWorld({ roots: [root.cert] })

type Options = { readonly proxy?: Proxy; readonly abortMs?: number } & Partial<Target>

const steps = async (t: Test, probe: Probe, port: number, { proxy, abortMs, ...rest }: Options = {}) => {
  const { job, steps, abort } = testJob(t, { host: 'a.test', port, ...rest }, world, proxy ?? null)
  if (abortMs !== undefined) setTimeout(abort, abortMs).unref()
  await probe.run(job).catch(() => undefined)
  return steps
}

t.test('both take the proxy of the settings', async (t) => {
  t.ok(http.proxied && https.proxied)
})

t.test('https: an answer over a trusted chain', async (t) => {
  let seen = ''
  const port = await httpsServer(t, identity, (request, response) => {
    seen = `${request.method} ${request.url} ${request.headers.host} ${request.headers['user-agent']}`
    response.writeHead(401, { 'WWW-Authenticate': 'Bearer', 'Set-Cookie': 'secret' }).end('who are you?')
  })
  t.match(await steps(t, https, port, { path: '/v2/?a=b' }), [
    { phase: 'connect', ok: true },
    { phase: 'tls', ok: true, facts: { alpn: 'http/1.1' } },
    {
      phase: 'request',
      ok: true,
      facts: { path: '/v2/', status: 401, headers: { 'www-authenticate': 'Bearer' }, body: 'who are you?' },
    },
    { phase: 'transfer', ok: true, facts: { protocol: 'http', bytesRead: 12, complete: true } },
  ])
  t.equal(seen, `GET /v2/?a=b a.test:${port} connprobe/test`)
})

t.test('https: a chain that nobody trusts is on record, and so is the answer behind it', async (t) => {
  const port = await httpsServer(t, authority('Interceptor').issue({ names: ['DNS:a.test'] }))
  t.match(await steps(t, https, port), [
    { phase: 'connect', ok: true },
    { phase: 'tls', ok: false, fault: { kind: 'certificate' } },
    { phase: 'request', ok: true, facts: { status: 200, body: 'hello' } },
    { phase: 'transfer', ok: true },
  ])
})

t.test('https: a client certificate wanted by TLS 1.3 shows itself where we wait for the answer', async (t) => {
  const port = await httpsServer(t, identity, undefined, { requestCert: true, rejectUnauthorized: true, ca: root.cert })
  t.match(await steps(t, https, port), [
    { phase: 'connect', ok: true },
    { phase: 'tls', ok: true, facts: { clientCertificateWanted: true } },
    { phase: 'request', ok: false, fault: { kind: 'alert', alert: 116 }, facts: { bytesRead: 0 } },
  ])
})

t.test('http: closed, silent, cut in the body', async (t) => {
  t.match(await steps(t, http, await afterHello(t, closes)), [
    { phase: 'connect', ok: true },
    { phase: 'request', ok: false, fault: { kind: 'closed' }, facts: { bytesRead: 0 } },
  ])
  t.match(await steps(t, http, await afterHello(t, staysSilent), { abortMs: 80 }), [
    { phase: 'connect', ok: true },
    { phase: 'request', ok: false, fault: { kind: 'aborted' }, facts: { bytesRead: 0 } },
  ])
  const cut = says('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')
  t.match(await steps(t, http, await afterHello(t, cut)), [
    { phase: 'connect', ok: true },
    { phase: 'request', ok: true, facts: { status: 200, body: 'half' } },
    { phase: 'transfer', ok: false, fault: { kind: 'closed' }, facts: { bytesRead: 4, complete: false } },
  ])
})

t.test('http through a proxy: absolute form, with credentials for the proxy alone', async (t) => {
  const seen: string[] = []
  const port = await connectProxy(t, { seen, answer: refusal(403, { 'X-Squid-Error': 'ERR_ACCESS_DENIED 0' }, 'no') })
  const proxy = testProxy({ port, authorization: 'Basic dTpw' })
  t.match(await steps(t, http, 80, { proxy, path: '/x?y' }), [
    { phase: 'connect', ok: true },
    {
      phase: 'request',
      ok: true,
      facts: { status: 403, path: '/x', headers: { 'x-squid-error': 'ERR_ACCESS_DENIED 0' } },
    },
    { phase: 'transfer', ok: true },
  ])
  t.match(seen[0], /^GET http:\/\/a\.test\/x\?y HTTP\/1\.1\r\n/)
  t.match(seen[0], /\r\nProxy-Authorization: Basic dTpw\r\n/)
})

t.test('https through a proxy: the origin sees nothing of it', async (t) => {
  let headers: unknown
  const port = await httpsServer(t, identity, (request, response) => {
    headers = request.headers
    response.end()
  })
  const proxy = testProxy({ port: await connectProxy(t), authorization: 'Basic dTpw' })
  t.match(await steps(t, https, port, { proxy }), [
    { phase: 'connect' },
    { phase: 'proxy', ok: true, facts: { status: 200 } },
    { phase: 'tls', ok: true },
    { phase: 'request', ok: true, facts: { status: 200 } },
    { phase: 'transfer', ok: true },
  ])
  t.notMatch(JSON.stringify(headers), /proxy/i)
})
