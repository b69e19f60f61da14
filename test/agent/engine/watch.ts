import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { fromZone } from '../../fixtures/dns-server.ts'
import { endpoint, requirement } from '../../fixtures/report.ts'
import { serveDns } from '../../fixtures/resolver.ts'
import { startWatch, testPlan } from '../../fixtures/watch.ts'
import type { Round } from '../../../agent/engine/round.ts'
import type { Scope } from '../../fixtures/tls-servers.ts'

/** A web server; `close` frees its port. */
const listen = async (t: Scope, port = 0, onRequest: (request: IncomingMessage) => void = () => undefined) => {
  const server = createServer((request, response) => {
    onRequest(request)
    response.end('here')
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  t.teardown(close)
  return { port: (server.address() as AddressInfo).port, close }
}

const web = (port: number, host = '127.0.0.1') =>
  endpoint(host, { port, probe: 'http', requirements: [requirement({ id: `${host}-${port}` })] })
const verdictOf = ({ report }: Round, index = 0) => report.results[index]?.verdict

t.test('a verdict changes once a failure is confirmed, and changes back', async (t) => {
  const server = await listen(t)
  const watched = await startWatch(t, testPlan([web(server.port)]))
  const first = await watched.round(() => true)
  t.match(first, { changes: [{ index: 0, from: null }], tallies: [{ probes: 1 }], report: { complete: true } })
  t.equal(verdictOf(first), 'open')
  await server.close()
  const broken = await watched.round((round) => verdictOf(round) === 'blocked')
  t.match(broken, { changes: [{ from: 'open' }], report: { results: [{ cause: 'tcp-refused' }] } })
  t.match(broken.report.results[0]?.lastGood, /^\d{4}-/)
  t.ok((broken.tallies[0]?.failures.get('tcp-refused')?.count ?? 0) >= 1)
  await listen(t, server.port)
  const mended = await watched.round((round) => verdictOf(round) === 'open')
  t.match(mended.changes, [{ from: 'blocked' }])
  t.ok((mended.tallies[0]?.probes ?? 0) > (broken.tallies[0]?.probes ?? 0))
  t.equal(watched.rounds.flatMap(({ changes }) => changes).length, 3, 'a failure that repeats is no change')
  t.ok((mended.durations.get('http')?.sum ?? 0) > 0)
  t.strictSame(watched.defects, [])
})

t.test('a failure that does not repeat never counts', async (t) => {
  let requests = 0
  const server = await listen(t, 0, ({ socket }) => {
    if (++requests % 2 === 0) socket.destroy()
  })
  const watched = await startWatch(t, testPlan([web(server.port)]))
  const last = await watched.round(({ tallies }) => (tallies[0]?.probes ?? 0) >= 4)
  t.ok(requests >= 6, 'every turn but the first took two looks')
  t.ok(watched.rounds.every((round) => verdictOf(round) === 'open'))
  t.equal(last.tallies[0]?.failures.size, 0)
})

t.test('a resolver that dies and comes back', async (t) => {
  let dead = false
  const zone = fromZone({ 'a.test': ['127.0.0.1'] })
  const dns = await serveDns(t, (question) => (dead ? { silent: true } : zone(question)))
  const watched = await startWatch(t, testPlan([web(80, 'a.test')], {}, [dns]))
  const causeOf = ({ report }: Round) => report.results[0]?.cause
  const alive = causeOf(await watched.round(() => true))
  dead = true
  const broken = await watched.round((round) => causeOf(round) !== alive)
  t.match(broken.report.results[0], { layer: 'dns', cause: /^dns-/ })
  dead = false
  t.equal(causeOf(await watched.round((round) => causeOf(round) === alive)), alive)
  t.strictSame(watched.defects, [])
})

t.test('a clock that jumps an hour, forth and back', async (t) => {
  const server = await listen(t)
  let jump = 0
  const clock = { now: () => Date.now() + jump, monotonic: () => performance.now() }
  const watched = await startWatch(t, testPlan([web(server.port)]), clock)
  await watched.round(() => true)
  for (const by of [3_600_000, -3_600_000]) {
    jump = by
    const before = watched.rounds.at(-1)?.tallies[0]?.probes ?? 0
    const after = await watched.round(({ tallies }) => (tallies[0]?.probes ?? 0) > before)
    t.equal(verdictOf(after), 'open')
    t.ok(after.report.durationSeconds >= 0)
  }
})

t.test('everything black-holed at once, and stopped in the middle of it', async (t) => {
  const server = await listen(t)
  let silent = false
  const dns = await serveDns(t, () =>
    silent ? { silent: true } : { records: [{ type: 'A', name: 'x', data: '127.0.0.1' }] },
  )
  const endpoints = Array.from({ length: 60 }, (_, n) => web(server.port, `n${n}.test`))
  const watched = await startWatch(t, testPlan(endpoints, {}, [dns]))
  t.equal((await watched.round(() => true)).report.results.length, 60)
  silent = true
  await sleep(200)
  const took = await watched.stop()
  t.ok(took < 1000, `stopped within ${took} ms`)
  const told = watched.rounds.length
  await sleep(200)
  t.equal(watched.rounds.length, told, 'nothing is told after the end')
  t.ok(watched.rounds.every(({ report }) => !JSON.stringify(report).includes('"aborted"')))
})

t.test('another configuration: endpoints that stay keep their state', async (t) => {
  const [one, two] = [await listen(t), await listen(t)]
  const watched = await startWatch(t, testPlan([web(one.port)]))
  const before = await watched.round(({ tallies }) => (tallies[0]?.probes ?? 0) >= 2)
  await watched.watch.apply(testPlan([web(two.port), web(one.port)]))
  t.strictSame(
    watched.watch.endpoints().map(({ port }) => port),
    [two.port, one.port],
  )
  const after = await watched.round(({ report }) => report.results.length === 2)
  t.ok((after.tallies[1]?.probes ?? 0) >= (before.tallies[0]?.probes ?? 0))
  t.equal(after.tallies[1]?.since, before.tallies[0]?.since)
  await watched.watch.apply(testPlan([web(two.port)]))
  t.match(await watched.round(({ report }) => report.results.length === 1), {
    report: { results: [{ endpoint: { port: two.port } }] },
  })
})

t.test('a probe out of turn keeps to the rate', async (t) => {
  const server = await listen(t)
  const at = web(server.port)
  const watched = await startWatch(
    t,
    testPlan([at], { rate: 1, rhythm: { intervalMs: 60_000, failingMs: 60_000, stableMs: 60_000 } }),
  )
  await watched.round(() => true)
  const turns = await Promise.all([1, 2, 3].map(() => watched.watch.probe(at)))
  t.equal(turns.filter((turn) => turn?.judgement.verdict === 'open').length, 1)
  t.equal(turns.filter((turn) => turn === null).length, 2)
})

t.test('what was measured while this process stood still is measured again', async (t) => {
  let requests = 0
  const server = await listen(t, 0, () => {
    requests++
    const end = performance.now() + 300
    while (requests === 2 && performance.now() < end);
  })
  const watched = await startWatch(t, testPlan([web(server.port)], { timeoutMs: 1000 }))
  const second = await watched.round(({ tallies }) => (tallies[0]?.probes ?? 0) >= 2)
  t.ok(requests >= 3, 'the second turn took two looks')
  t.equal(verdictOf(second), 'open')
  t.notMatch(second.report.results[0]?.notes, [/stood still/])
})
