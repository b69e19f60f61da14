import { createHook } from 'node:async_hooks'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { createLimit } from '../../../agent/engine/limit.ts'
import { parseHosts } from '../../../probes/resolver/hosts.ts'
import { createResolver } from '../../../probes/resolver/resolver.ts'
import { addressRecords, fromZone, startDnsServer } from '../../fixtures/dns-server.ts'
import { failureOf, resolverOptions, serveDns } from '../../fixtures/resolver.ts'

const { signal } = new AbortController()
const zone = fromZone({ 'a.test': ['192.0.2.1'], 'empty.test': [] })

t.test('createResolver() takes /etc/hosts first, in any case', async (t) => {
  const server = await serveDns(t, zone)
  const hosts = parseHosts('10.0.0.4 a.test\n2001:db8::4 a.test')
  const resolve = createResolver(resolverOptions([server], { hosts }))
  t.same(await resolve('A.Test', signal), {
    name: 'a.test',
    source: 'hosts',
    addresses: ['10.0.0.4'],
    unroutable: ['2001:db8::4'],
    chain: [],
    answers: [],
  })
  t.match(await resolve('localhost', signal), { source: 'hosts', addresses: ['127.0.0.1'] })
  t.equal(server.questions.length, 0)
  t.match(
    await resolve('a.test.', signal),
    { source: 'dns', addresses: ['192.0.2.1'] },
    'an absolute name is asked for',
  )
})

t.test('createResolver() refuses what is no name', async (t) => {
  const server = await serveDns(t, zone)
  const { fault, facts } = await failureOf(createResolver(resolverOptions([server]))(`${'a'.repeat(64)}.test`, signal))
  t.same(fault, { kind: 'unsupported', code: 'invalid-name' })
  t.same(facts.answers, [])
  t.equal(server.questions.length, 0)
})

t.test('createResolver() asks once for what is asked for many times', async (t) => {
  const server = await serveDns(t, zone)
  const resolve = createResolver(resolverOptions([server]))
  const [one, other] = await Promise.all([resolve('a.test', signal), resolve('A.test', signal)])
  t.same(one, other)
  t.same(await resolve('a.test', signal), one)
  t.equal(server.questions.length, 2)
  await failureOf(resolve('gone.test', signal))
  await failureOf(resolve('empty.test', signal))
  const asked = server.questions.length
  t.match((await failureOf(resolve('gone.test', signal))).fault, { code: 'NXDOMAIN' })
  t.match((await failureOf(resolve('empty.test', signal))).fault, { code: 'NODATA' })
  t.equal(server.questions.length, asked)
})

t.test('createResolver() asks again when the time to live is over, and after a failure that may pass', async (t) => {
  let time = 0
  const clock = { now: () => 0, monotonic: () => time + performance.now() }
  const server = await serveDns(t, ({ name, type }) =>
    name === 'a.test' ? { records: addressRecords(name, ['192.0.2.1'], type, 3600) } : { rcode: 2 },
  )
  const resolve = createResolver(resolverOptions([server], { clock }))
  await resolve('a.test', signal)
  time = 59_000
  await resolve('a.test', signal)
  t.equal(server.questions.length, 2)
  time = 61_000
  await resolve('a.test', signal)
  t.equal(server.questions.length, 4, 'a minute at most')
  await failureOf(resolve('b.test', signal))
  await failureOf(resolve('b.test', signal))
  t.equal(server.questions.length, 8)
})

t.test('createResolver() hands over what there is when its signal aborts; the others go on waiting', async (t) => {
  const server = await serveDns(t, (question) => ({ ...zone(question), delayMs: 200 }))
  const resolve = createResolver(resolverOptions([server]))
  const patient = resolve('a.test', signal)
  const { facts } = await failureOf(resolve('a.test', AbortSignal.timeout(120)))
  t.match(facts, {
    name: 'a.test',
    addresses: [],
    answers: [{ fault: { kind: 'timeout' } }, { fault: { kind: 'timeout' } }],
  })
  t.same((await patient).addresses, ['192.0.2.1'])
  t.equal(new Set(server.questions.map(({ from }) => from)).size, 2)
})

t.test('createResolver() with 200 names against a silent server: cheap, and over with the budget', async (t) => {
  const server = await serveDns(t, () => ({ silent: true }))
  const resolve = createResolver(resolverOptions([server]))
  const began = performance.now()
  const cpu = process.cpuUsage()
  const faults = await Promise.all(Array.from({ length: 200 }, (_, n) => failureOf(resolve(`n${n}.test`, signal))))
  const { user, system } = process.cpuUsage(cpu)
  t.ok(faults.every(({ fault }) => fault.kind === 'timeout'))
  t.ok(performance.now() - began < 1000)
  t.ok((user + system) / 1000 < 800, `${(user + system) / 1000} ms, the server's part included`)
})

t.test('createResolver() with 500 names at once keeps to its limit', async (t) => {
  const server = await serveDns(t, ({ name, type }) => ({ records: addressRecords(name, ['192.0.2.1'], type) }))
  const resolve = createResolver(resolverOptions([server], { limit: createLimit(20), timeoutMs: 2000 }))
  const found = await Promise.all(Array.from({ length: 500 }, (_, n) => resolve(`n${n}.test`, signal)))
  t.ok(found.every(({ addresses }) => addresses.length === 1))
})

t.test('createResolver() never takes the system`s resolver', async (t) => {
  const server = await serveDns(t, (question) => (question.transport === 'udp' ? { truncated: true } : zone(question)))
  const types: string[] = []
  const hook = createHook({ init: (_id, type) => types.push(type) }).enable()
  await createResolver(resolverOptions([server]))('a.test', signal)
  hook.disable()
  t.ok(types.includes('UDPWRAP') && types.includes('TCPWRAP'))
  t.notOk(types.includes('GETADDRINFOREQWRAP'))
})

const UNBOUND = '/usr/sbin/unbound'
const skip = !existsSync(UNBOUND) && process.env['CI'] !== 'true' ? `there is no ${UNBOUND}` : false

t.test('createResolver() against a real unbound', { skip }, async (t) => {
  // A port that was free a moment ago.
  const { port, close } = await startDnsServer({ answer: () => ({}) })
  await close()
  const folder = t.testdir({
    'unbound.conf': `
server:
  interface: 127.0.0.1@${port}
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "."
  pidfile: ""
  use-syslog: no
  module-config: "iterator"
  local-zone: "test." static
  local-data: "a.test. 30 IN A 192.0.2.1"
  local-data: "a.test. 30 IN AAAA 2001:db8::1"
  local-data: "txt.test. 30 IN TXT x"
  local-zone: "refused.example." refuse
  ${Array.from({ length: 150 }, (_, n) => `local-data: "many.test. 30 IN A 10.0.0.${n}"`).join('\n  ')}
remote-control:
  control-enable: no
`,
  })
  const unbound = spawn(UNBOUND, ['-c', join(folder, 'unbound.conf')], { cwd: folder, stdio: 'ignore' })
  t.teardown(() => unbound.kill())
  const resolve = createResolver(resolverOptions([{ address: '127.0.0.1', port }], { hasIpv6: true, timeoutMs: 2000 }))
  const ready = async (tries = 40): Promise<void> => {
    const up = await resolve('a.test', signal).catch(() => null)
    if (up !== null || tries === 0) return
    await delay(50)
    await ready(tries - 1)
  }
  await ready()
  t.same((await resolve('a.test', signal)).addresses, ['192.0.2.1', '2001:db8::1'])
  t.match((await failureOf(resolve('gone.test', signal))).fault, { kind: 'rcode', code: 'NXDOMAIN' })
  t.match((await failureOf(resolve('txt.test', signal))).fault, { kind: 'rcode', code: 'NODATA' })
  t.match((await failureOf(resolve('a.refused.example', signal))).fault, { kind: 'rcode', code: 'REFUSED' })
  const many = await resolve('many.test', signal)
  t.equal(many.addresses.length, 8)
  t.equal(many.cut, 142)
  t.ok(many.answers.some(({ transport, addresses }) => transport === 'tcp' && addresses.length === 150))
})
