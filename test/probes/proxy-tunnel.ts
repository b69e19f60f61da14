import t from 'tap'
import { dial } from '../../probes/dial.ts'
import type { Proxy, Target } from '../../probes/probe.ts'
import { authority } from '../fixtures/certificates.ts'
import { connectProxy, refusal, type ProxyOptions } from '../fixtures/proxies.ts'
import { rawServer, tlsServer, type Scope } from '../fixtures/tls-servers.ts'
import { testJob, testProxy, testWorld } from '../fixtures/world.ts'

const root = authority('Test root')
const identity = root.issue({ names: ['DNS:a.test', 'IP:127.0.0.1'] })

/** Dials a.test through a proxy that behaves so. */
const through = async (
  t: Scope,
  options: ProxyOptions,
  proxy: Partial<Proxy> = {},
  target: Partial<Target> = {},
  world = testWorld({ roots: [root.cert] }),
) => {
  const port = await connectProxy(t, options)
  const { job, steps } = testJob(t, { host: 'a.test', port: 443, ...target }, world, testProxy({ port, ...proxy }))
  const connection = await dial(job, { tls: false }).catch(() => undefined)
  return { steps, connection, last: steps.at(-1), name: job.proxy?.name }
}

t.test('CONNECT names the target, and its answer is on record', async (t) => {
  const seen: string[] = []
  const port = await rawServer(t, (socket) => socket.write('hello'))
  const { last, connection, name } = await through(t, { seen }, {}, { port })
  t.match(last, {
    phase: 'proxy',
    ok: true,
    facts: { proxy: name, address: '127.0.0.1', status: 200, headers: { via: '1.1 test' } },
  })
  t.equal(connection?.proxied, 'tunnel')
  t.match(
    seen[0],
    new RegExp(`^CONNECT a\\.test:${port} HTTP/1\\.1\r\nhost: a\\.test:${port}\r\nuser-agent: connprobe/test\r\n`),
  )
  t.notMatch(seen[0], /authorization/i)
})

t.test('credentials go into the header and nowhere else', async (t) => {
  const seen: string[] = []
  const { steps } = await through(t, { seen, answer: refusal(407) }, { authorization: 'Basic c2VjcmV0' })
  t.match(seen[0], /^proxy-authorization: Basic c2VjcmV0\r$/im)
  t.notMatch(JSON.stringify(steps), /c2VjcmV0/)
})

t.test('an IPv6 address stands in brackets', async (t) => {
  const seen: string[] = []
  await through(t, { seen, answer: refusal(403) }, {}, { host: '2001:db8::1' })
  t.match(seen[0], /^CONNECT \[2001:db8::1\]:443 HTTP/)
})

t.test('bytes after the head belong to the target', async (t) => {
  const { connection } = await through(t, { answer: 'HTTP/1.1 200 OK\r\n\r\nSSH-2.0' })
  const first = await new Promise((resolve) => connection?.socket.once('data', resolve))
  t.equal(String(first), 'SSH-2.0')
})

t.test('a refusal keeps status, headers and page', async (t) => {
  for (const status of [403, 407, 502]) {
    const answer = refusal(status, { 'Proxy-Authenticate': 'Basic realm="x"', 'Set-Cookie': 'a=b' }, '<b>no</b>')
    const { last } = await through(t, { answer })
    t.match(last, {
      ok: false,
      fault: { kind: 'refused' },
      facts: { status, headers: { 'proxy-authenticate': 'Basic realm="x"', 'content-length': '9' }, body: '<b>no</b>' },
    })
    t.notMatch(JSON.stringify(last), /set-cookie/)
  }
})

t.test('a page without length or end is read only so far', async (t) => {
  const { last } = await through(t, { answer: `HTTP/1.1 503 No\r\n\r\n${'x'.repeat(9000)}` })
  t.match(last, { fault: { kind: 'refused' }, facts: { status: 503, body: 'x'.repeat(4096) } })
})

t.test('what is not HTTP, and a head without end, is malformed', async (t) => {
  t.match((await through(t, { answer: 'SSH-2.0-OpenSSH\r\n' })).last, {
    fault: { kind: 'malformed' },
    facts: { firstBytes: Buffer.from('SSH-2.0-OpenSSH\r\n').toString('hex') },
  })
  const endless = `HTTP/1.1 200 OK\r\n${`a: ${'b'.repeat(100)}\r\n`.repeat(400)}`
  t.match((await through(t, { answer: endless })).last, { fault: { kind: 'malformed', code: 'HPE_HEADER_OVERFLOW' } })
})

t.test('a proxy that hangs up', async (t) => {
  t.match((await through(t, { answer: '' })).last, { phase: 'proxy', ok: false, fault: { kind: 'closed' } })
  t.match((await through(t, { answer: 'HTTP/1.1 20' })).last, { phase: 'proxy', ok: false, fault: { kind: 'closed' } })
})

t.test('an https proxy: its handshake is on record, and the target speaks TLS within', async (t) => {
  const port = await tlsServer(t, identity, {}, (socket) => socket.end('within'))
  const proxyPort = await connectProxy(t, { identity })
  const { job, steps } = testJob(
    t,
    { host: 'a.test', port },
    testWorld({ roots: [root.cert] }),
    testProxy({ port: proxyPort, secure: true }),
  )
  const connection = await dial(job, { tls: true })
  t.match(steps, [
    { phase: 'connect', ok: true },
    { phase: 'proxy', ok: true, facts: { status: 200, tls: { trust: [{ ok: true }] } } },
    { phase: 'tls', ok: true, facts: { sni: 'a.test', trust: [{ ok: true }] } },
  ])
  const first = await new Promise((resolve) => connection.socket.once('data', resolve))
  t.equal(String(first), 'within')
})

t.test('an https proxy that is not trusted gets no request', async (t) => {
  const seen: string[] = []
  const { last } = await through(t, { identity, seen }, { secure: true }, {}, testWorld({ roots: [] }))
  t.match(last, { phase: 'proxy', ok: false, fault: { kind: 'certificate' }, facts: { tls: { chain: [{}] } } })
  t.same(seen, [])
})

t.test('an https proxy that does not speak TLS', async (t) => {
  const { last } = await through(t, { answer: refusal(400) }, { secure: true })
  t.match(last, { phase: 'proxy', ok: false, fault: { kind: 'tls' }, facts: { proxy: /^https:/, tls: { chain: [] } } })
})
