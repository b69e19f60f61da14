import t from 'tap'
import { createLog } from '../../../probes/resolver/log.ts'
import { parseName } from '../../../probes/resolver/name.ts'
import { resolveName, type Settings } from '../../../probes/resolver/resolution.ts'
import { addressRecords, fromZone, type DnsQuestion, type DnsReply } from '../../fixtures/dns-server.ts'
import { clock, resolverOptions, serveDns } from '../../fixtures/resolver.ts'

const zone = fromZone({
  'a.test': ['192.0.2.1', '2001:db8::1'],
  'alias.test': { cname: 'a.test' },
  'six.test': ['2001:db8::6'],
  'empty.test': [],
  'nowhere.test': { cname: 'a.privatelink.test' },
  'dataless.test': { cname: 'empty.test' },
  'loop.test': { cname: 'pool.test' },
  'pool.test': { cname: 'loop.test' },
  'short.corp.test': ['192.0.2.7'],
  'own.test': ['192.0.2.8'],
})

const resolve = async (text: string, settings: Settings, signal = new AbortController().signal) => {
  const began = performance.now()
  const outcome = await resolveName(parseName(text)!, settings, createLog(clock), signal)
  return { ...outcome, ms: performance.now() - began }
}

t.test('resolveName() finds addresses and keeps everything on record', async (t) => {
  const server = await serveDns(t, zone)
  const settings = resolverOptions([server], { hasIpv6: true })
  const { facts, fault } = await resolve('alias.test', settings)
  t.equal(fault, null)
  t.match(facts, { name: 'alias.test', source: 'dns', addresses: ['192.0.2.1', '2001:db8::1'], chain: ['a.test'] })
  t.match(facts.answers, [
    { type: 'AAAA', server: server.name, rcode: 'NOERROR', addresses: ['2001:db8::1'], chain: ['a.test'], ttl: 60 },
    { type: 'A', server: server.name, rcode: 'NOERROR', addresses: ['192.0.2.1'], chain: ['a.test'], ttl: 60 },
  ])
  const ports = server.questions.map(({ from }) => from)
  t.equal(new Set(ports).size, 2, 'A and AAAA come from sockets of their own')
})

t.test('resolveName() on a machine without IPv6', async (t) => {
  const settings = resolverOptions([await serveDns(t, zone)])
  t.match((await resolve('a.test', settings)).facts, { addresses: ['192.0.2.1'], unroutable: ['2001:db8::1'] })
  const six = await resolve('six.test', settings)
  t.match(six, { fault: null, facts: { addresses: ['2001:db8::6'] } }, 'it fails where the client`s would')
})

t.test('resolveName() says why there is no address', async (t) => {
  const rows: [name: string, code: string, chain: string[], loop?: true][] = [
    ['gone.test', 'NXDOMAIN', []],
    ['empty.test', 'NODATA', []],
    ['nowhere.test', 'NXDOMAIN', ['a.privatelink.test']],
    ['dataless.test', 'NODATA', ['empty.test']],
    ['loop.test', 'NODATA', ['pool.test', 'loop.test'], true],
  ]
  const settings = resolverOptions([await serveDns(t, zone)])
  for (const [name, code, chain, loop] of rows) {
    const { fault, facts } = await resolve(name, settings)
    t.same(fault, { kind: 'rcode', code }, name)
    t.same(facts.chain, chain)
    t.equal(facts.answers.at(-1)?.loop, loop)
  }
})

t.test('resolveName() goes on to the next server', async (t) => {
  const good = await serveDns(t, zone)
  const rows: [what: string, first: DnsReply, record: object][] = [
    ['after SERVFAIL', { rcode: 2 }, { rcode: 'SERVFAIL' }],
    ['after REFUSED', { rcode: 5 }, { rcode: 'REFUSED' }],
    ['after silence', { silent: true }, { fault: { kind: 'timeout' } }],
  ]
  await Promise.all(
    rows.map(async ([what, first, record]) => {
      const bad = await serveDns(t, () => first)
      const { facts, ms } = await resolve('a.test', resolverOptions([bad, good]))
      t.same(facts.addresses, ['192.0.2.1'], what)
      t.match(facts.answers[0], { server: bad.name, ...record })
      t.match(facts.answers.at(-1), { server: good.name, type: 'A' })
      t.ok(ms < 400, what)
    }),
  )
})

t.test('resolveName() tells a server that refuses by ICMP, and silence of all', async (t) => {
  const closed = await serveDns(t, zone)
  await closed.close()
  t.match((await resolve('a.test', resolverOptions([closed]))).fault, { kind: 'errno', code: 'ECONNREFUSED' })
  const silent = await serveDns(t, () => ({ silent: true }))
  const { fault, facts, ms } = await resolve('a.test', resolverOptions([closed, silent]))
  t.same(fault, { kind: 'timeout' })
  t.match(facts.answers.at(-1), { server: silent.name, fault: { kind: 'timeout' } })
  t.ok(ms < 500)
  const servfail = await serveDns(t, () => ({ rcode: 2 }))
  const mixed = await resolve('a.test', resolverOptions([silent, servfail]))
  t.match(mixed.fault, { kind: 'rcode', code: 'SERVFAIL' }, 'an rcode says more than silence')
})

t.test('resolveName() asks by TCP what UDP had to cut', async (t) => {
  const cut = (question: DnsQuestion) => (question.transport === 'udp' ? { truncated: true } : zone(question))
  const whole = await resolve('a.test', resolverOptions([await serveDns(t, cut)]))
  t.same(whole.facts.addresses, ['192.0.2.1'])
  t.match(
    whole.facts.answers.map(({ transport, truncated }) => [transport, truncated ?? false]),
    [
      ['udp', true],
      ['udp', true],
      ['tcp', false],
      ['tcp', false],
    ],
  )
  const refused = await resolve('a.test', resolverOptions([await serveDns(t, cut, { tcp: false })]))
  t.match(refused.fault, { kind: 'errno', code: 'ECONNREFUSED', syscall: 'connect' })
  t.match(refused.facts.answers.at(-1), { transport: 'tcp', fault: { kind: 'errno' } })
  const mute = (question: DnsQuestion) => (question.transport === 'udp' ? { truncated: true } : { silent: true })
  const silent = await resolve('a.test', resolverOptions([await serveDns(t, mute)]))
  t.match(silent.fault, { kind: 'timeout' })
  t.match(silent.facts.answers.at(-1), { transport: 'tcp', fault: { kind: 'timeout' } })
})

t.test('resolveName() gives AAAA a short grace only', async (t) => {
  const server = await serveDns(t, (question) => (question.type === 'AAAA' ? { silent: true } : zone(question)))
  for (const hasIpv6 of [true, false]) {
    const { facts, ms } = await resolve('a.test', resolverOptions([server], { hasIpv6 }))
    t.same(facts.addresses, ['192.0.2.1'])
    t.match(facts.answers, [
      { type: 'AAAA', fault: { kind: 'timeout' } },
      { type: 'A', rcode: 'NOERROR' },
    ])
    t.ok(ms < 350, String(ms))
  }
})

t.test('resolveName() does not call AAAA no data that was never answered', async (t) => {
  const server = await serveDns(t, ({ type }) => (type === 'AAAA' ? { silent: true } : {}))
  t.match((await resolve('a.test', resolverOptions([server], { timeoutMs: 200 }))).fault, { kind: 'timeout' })
})

t.test('resolveName() completes names as the system does', async (t) => {
  const server = await serveDns(t, zone)
  const search = ['gone.corp.test', 'corp.test']
  const found = await resolve('short', resolverOptions([server], { search }))
  t.same(found.facts.addresses, ['192.0.2.7'])
  t.same([...new Set(server.questions.map(({ name }) => name))], ['short.gone.corp.test', 'short.corp.test'])
  t.equal(found.facts.answers.at(-1)?.name, 'short.corp.test')
  const kubernetes = await resolve('own.test', resolverOptions([server], { search, ndots: 5 }))
  t.same(kubernetes.facts.addresses, ['192.0.2.8'])
  t.equal(kubernetes.facts.answers.length, 6)
  const absolute = await resolve('short.', resolverOptions([server], { search }))
  t.match(absolute, { fault: { code: 'NXDOMAIN' }, facts: { answers: { length: 2 } } })
})

t.test('resolveName() blames the name itself, not what the search list made of it', async (t) => {
  const server = await serveDns(t, ({ name }) => ({ rcode: name === 'own.test' ? 3 : 2 }))
  const { fault, facts } = await resolve('own.test', resolverOptions([server], { search: ['corp.test'] }))
  t.match(fault, { kind: 'rcode', code: 'NXDOMAIN' })
  t.same(facts.answers.map(({ name }) => name).slice(-2), ['own.test', 'own.test'])
})

t.test('resolveName() has time for the name itself when a completed one meets silence', async (t) => {
  const server = await serveDns(t, (question) =>
    question.name.endsWith('corp.test') ? { silent: true } : zone(question),
  )
  const search = ['corp.test', 'more.corp.test']
  const { facts } = await resolve('own.test', resolverOptions([server], { search, ndots: 5 }))
  t.same(facts.addresses, ['192.0.2.8'])
  t.notOk(
    server.questions.some(({ name }) => name === 'own.test.more.corp.test'),
    'as in glibc',
  )
})

t.test('resolveName() takes at most eight of 500 addresses', async (t) => {
  const many = Array.from({ length: 500 }, (_, index) => `10.0.${index >> 8}.${index & 255}`)
  const server = await serveDns(t, ({ name, type, transport }) =>
    transport === 'udp' ? { truncated: true } : { records: addressRecords(name, many, type) },
  )
  const { facts } = await resolve('a.test', resolverOptions([server]))
  t.equal(facts.addresses.length, 8)
  t.equal(facts.cut, 192)
})

t.test('resolveName() ends with its signal', async (t) => {
  const server = await serveDns(t, () => ({ silent: true }))
  const { ms, facts } = await resolve('a.test', resolverOptions([server]), AbortSignal.timeout(150))
  t.ok(ms < 300)
  t.match(facts.answers, [{ fault: { kind: 'timeout' } }, { fault: { kind: 'timeout' } }])
  t.match(await resolve('a.test', resolverOptions([server]), AbortSignal.abort()), { facts: { answers: [] } })
})
