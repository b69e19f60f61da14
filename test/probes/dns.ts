import t from 'tap'
import { dns } from '../../probes/dns.ts'
import type { Target } from '../../probes/probe.ts'
import type { DnsServerOptions } from '../fixtures/dns-server.ts'
import { fromZone } from '../fixtures/dns-server.ts'
import { serveDns } from '../fixtures/resolver.ts'
import { testJob, testWorld } from '../fixtures/world.ts'
import type { Scope } from '../fixtures/tls-servers.ts'

const zone = fromZone({ 'a.test': ['192.0.2.1'] })

/** Runs the probe; its budget is 400 ms. Returns its one step. */
const probe = async (
  t: Scope,
  answer: DnsServerOptions['answer'],
  target: Pick<Target, 'question' | 'family'> = { question: 'a.test' },
  options: Omit<DnsServerOptions, 'answer'> = {},
) => {
  const server = await serveDns(t, answer, options)
  const { job, steps, abort } = testJob(t, { host: 'dns.test', port: server.port, ...target }, testWorld())
  const budget = setTimeout(abort, 400)
  await dns.run(job).catch(() => undefined)
  clearTimeout(budget)
  return { step: steps[0]!, steps: steps.length, questions: server.questions, name: server.name }
}

t.test('dns asks by UDP and by TCP, both on record', async (t) => {
  const { step, steps, name } = await probe(t, zone)
  t.equal(steps, 1)
  const answer = { server: name, name: 'a.test', type: 'A', rcode: 'NOERROR', addresses: ['192.0.2.1'] }
  t.match(step, {
    phase: 'request',
    ok: true,
    facts: {
      protocol: 'dns',
      answers: [
        { ...answer, transport: 'udp' },
        { ...answer, transport: 'tcp' },
      ],
    },
  })
})

t.test('dns asks for IPv6 addresses where those are in question', async (t) => {
  const { questions } = await probe(t, zone, { question: 'a.test', family: 6 })
  t.match(questions, [
    { name: 'a.test', type: 'AAAA' },
    { name: 'a.test', type: 'AAAA' },
  ])
})

t.test('dns asks for the root where there is no question', async (t) => {
  const { step, questions } = await probe(t, () => ({ rcode: 5 }), {})
  t.match(questions, [
    { name: '.', type: 'NS' },
    { name: '.', type: 'NS' },
  ])
  t.match(step, { ok: true, facts: { answers: [{ name: '.', type: 'NS', rcode: 'REFUSED' }, { rcode: 'REFUSED' }] } })
})

t.test('dns: any rcode shows that the server is there', async (t) => {
  for (const rcode of [2, 3, 5]) t.match((await probe(t, () => ({ rcode }))).step, { ok: true })
})

t.test('dns fails with the transport that failed, the other one on record', async (t) => {
  const right = { rcode: 'NOERROR', addresses: ['192.0.2.1'] }
  const noTcp = await probe(t, zone, undefined, { tcp: false })
  t.match(noTcp.step, {
    ok: false,
    fault: { kind: 'errno', code: 'ECONNREFUSED' },
    facts: { answers: [right, { transport: 'tcp', fault: { kind: 'errno' } }] },
  })
  const noUdp = await probe(t, (question) => (question.transport === 'udp' ? { silent: true } : zone(question)))
  t.match(noUdp.step, {
    ok: false,
    fault: { kind: 'timeout' },
    facts: { answers: [{ transport: 'udp', fault: { kind: 'timeout' } }, right] },
  })
  const silent = await probe(t, () => ({ silent: true }))
  t.match(silent.step, {
    ok: false,
    facts: { answers: [{ fault: { kind: 'timeout' } }, { fault: { kind: 'timeout' } }] },
  })
})

t.test('dns asks nothing that is no name', async (t) => {
  const { step, questions } = await probe(t, zone, { question: 'a..test' })
  t.match(step, { ok: false, fault: { kind: 'unsupported', code: 'invalid-name' } })
  t.equal(questions.length, 0)
})

t.test('dns never takes a proxy', async (t) => {
  t.equal(dns.proxied, false)
})
