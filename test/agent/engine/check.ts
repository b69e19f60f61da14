import t from 'tap'
import { readKnowledge } from '../../../agent/catalogue/knowledge.ts'
import { check } from '../../../agent/engine/check.ts'
import { createPace } from '../../../agent/engine/pace.ts'
import { judgeRun } from '../../../agent/judge/run.ts'
import { connectTcp } from '../../../probes/connect.ts'
import { authority } from '../../fixtures/certificates.ts'
import { registry } from '../../fixtures/registry.ts'
import { endpoint, machine, requirement } from '../../fixtures/report.ts'
import { httpsServer } from '../../fixtures/tls-servers.ts'
import { testWorld } from '../../fixtures/world.ts'

t.test('from a registry to its data host, and to what their certificates name', async (t) => {
  const root = authority('Test root')
  const names = ['DNS:mcr.test', 'DNS:eu.data.mcr.test']
  const identity = root.issue({ names, ocsp: 'http://ocsp.test/' })
  const port = await httpsServer(t, identity, registry({ location: 'https://eu.data.mcr.test/blob?sig=SECRET' }))
  const base = testWorld({ roots: [root.cert] })
  const world = { ...base, connect: ((address, _, signal) => connectTcp(address, port, signal)) as typeof base.connect }
  const known = readKnowledge()
  const experiments = { ...known.experiments, decoys: ['127.0.0.1'], udpControls: [], clockHosts: [] }
  const knowledge = { ...known, experiments }
  const rows = [requirement({ host: 'mcr.test' }), requirement({ id: 'data', host: '*.data.mcr.test' })]
  const endpoints = [endpoint('mcr.test', { requirements: rows })]
  const run = await check(endpoints, { ...machine, resolvers: [] }, world, knowledge, {
    timeoutMs: 1000,
    concurrency: 8,
    holdMs: null,
    cas: new Map(),
    pace: createPace(null, world.clock),
    signal: new AbortController().signal,
    nonce: 'abc',
    layers: [{ registry: 'mcr.test', image: 'hello', tag: 'latest', dataHosts: '*.data.mcr.test' }],
  })
  const { results } = judgeRun(run, knowledge)
  t.match(results, [
    { endpoint: { host: 'mcr.test' }, verdict: 'open', notes: [/eu\.data\.mcr\.test/] },
    { endpoint: { host: 'eu.data.mcr.test', path: '/blob' }, verdict: 'open', says: /status 200/ },
    // The test's one server speaks TLS on every port.
    { endpoint: { host: 'ocsp.test', port: 80, probe: 'http' }, verdict: 'blocked' },
  ])
  t.match(results[1]?.evidence.observations[0]?.steps.at(-1), {
    phase: 'transfer',
    ok: true,
    facts: { complete: true },
  })
  t.notMatch(JSON.stringify(run), /SECRET/)
})
