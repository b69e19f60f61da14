import t from 'tap'
import { closeWith, connectTcp, type Layer } from '../../probes/connect.ts'
import { helloFor, refusalOf, shakeHandsWith, storesFor } from '../../probes/trust.ts'
import { trustStore } from '../../probes/trust-store.ts'
import { authority } from '../fixtures/certificates.ts'
import { tlsServer, type Scope } from '../fixtures/tls-servers.ts'
import { testJob, testWorld } from '../fixtures/world.ts'

const root = authority('Test root')
const other = authority('Other root')
const identity = root.issue({ names: ['DNS:a.test'] })
const stores = { right: trustStore('right', () => [root.cert]), wrong: trustStore('wrong', () => [other.cert]) }

const shake = async (t: Scope, names: (keyof typeof stores)[], reconnectPort?: number) => {
  const port = await tlsServer(t, identity)
  const { job } = testJob(t, { host: 'a.test', port }, testWorld())
  let reconnects = 0
  const open = async (port: number): Promise<Layer> =>
    closeWith(await connectTcp('127.0.0.1', port, job.signal), job.signal)
  const reconnect = (): Promise<Layer> => {
    reconnects++
    return open(reconnectPort ?? port)
  }
  const wanted = names.map((name) => stores[name])
  const { facts } = await shakeHandsWith(wanted, await open(port), helloFor(job.target, []), reconnect, job)
  const { trust, unanswered } = facts
  return { trust, refusal: refusalOf(facts), reconnects, ...(unanswered && { unanswered }) }
}

t.test('the first store that accepts is enough', async (t) => {
  t.same(await shake(t, ['right', 'wrong']), { trust: [{ store: 'right', ok: true }], refusal: null, reconnects: 0 })
})

t.test('further stores are asked, each on a connection of its own, until one accepts', async (t) => {
  const wrong = { store: 'wrong', ok: false, error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }
  t.same(await shake(t, ['wrong', 'wrong', 'right', 'wrong']), {
    trust: [wrong, wrong, { store: 'right', ok: true }],
    refusal: null,
    reconnects: 2,
  })
  t.same((await shake(t, ['wrong'])).refusal, { kind: 'certificate', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
})

t.test('a store that could not be asked has no answer', async (t) => {
  const seen = await shake(t, ['wrong', 'right'], 1)
  t.match(seen, { trust: [{ store: 'wrong', ok: false }], refusal: { kind: 'certificate' }, reconnects: 1 })
  t.equal(seen.trust.length, 1)
  t.same(seen.unanswered, ['right'], 'and is named')
})

t.test('a world without stores is a defect', async (t) => {
  await t.rejects(shake(t, []), TypeError)
})

t.test('storesFor() asks the CA that is due first', async (t) => {
  const world = testWorld({ roots: [other.cert] })
  t.same(storesFor({ host: 'a.test', port: 1 }, world.stores), world.stores)
  const [expected, ...rest] = storesFor({ host: 'a.test', port: 1, ca: root.cert }, world.stores)
  t.equal(expected?.name, 'expected')
  t.same(rest, world.stores)
})

t.test('helloFor() names the host, what is stated instead of it, or nothing', async (t) => {
  const hello = (host: string, sni?: string | null) => {
    const made = helloFor({ host, port: 1, ...(sni !== undefined && { sni }) }, [])
    return [made.sni, made.name]
  }
  t.same(hello('a.test'), ['a.test', 'a.test'])
  t.same(hello('a.test.'), ['a.test', 'a.test.'])
  t.same(hello('a.test', 'b.test'), ['b.test', 'b.test'])
  t.same(hello('a.test', null), [null, 'a.test'])
  t.same(hello('192.0.2.1'), [null, '192.0.2.1'])
  t.same(hello('::1'), [null, '::1'])
})
