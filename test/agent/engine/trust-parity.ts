import t from 'tap'
import { compareTrust, disputedChains } from '../../../agent/engine/trust-parity.ts'
import type { Endpoint, Evidence, RunEvidence } from '../../../agent/model.ts'
import type { Client } from '../../../agent/vantage/clients/client.ts'
import { observe } from '../../../probes/observe.ts'
import { authority } from '../../fixtures/certificates.ts'
import { endpoint, machine } from '../../fixtures/report.ts'
import { closedPort, httpsServer } from '../../fixtures/tls-servers.ts'
import { testWorld } from '../../fixtures/world.ts'

const root = authority('Public root')
const corporate = authority('Corporate inspection CA')
const other = authority('Somebody else')
const world = testWorld({ roots: [root.cert] })
const signal = new AbortController().signal
const options = { timeoutMs: 1000, signal }

const client = (name: string, cas: Client['cas']): Client => ({
  name,
  store: `/${name}.pem`,
  setBy: null,
  fix: '',
  cas,
})

/** What a run sees of a server on this port. */
const seen = async (port: number, changes: Partial<Endpoint> = {}): Promise<Evidence> => ({
  endpoint: endpoint('a.test', { port, ...changes }),
  observations: await observe('https', { host: 'a.test', port }, world, 1000, signal),
  experiments: [],
})
const run = (...endpoints: readonly Evidence[]): RunEvidence => ({
  machine,
  experiments: [],
  endpoints,
  timeoutSeconds: 1,
})

t.test('each client says by a handshake of its own whether it accepts the chain', async (t) => {
  const handshakes = { count: 0 }
  const port = await httpsServer(t, corporate.issue({ names: ['DNS:a.test'] }), undefined, {
    SNICallback: (_, done) => {
      handshakes.count++
      done(null)
    },
  })
  const chains = disputedChains(run(await seen(port)), false)
  const before = handshakes.count
  const clients = [
    client('curl', [root.cert, corporate.cert]),
    client('Node.js', [corporate.cert, root.cert]),
    client('pip', [root.cert, other.cert]),
    client('Java', { unknown: 'keytool could not be asked' }),
  ]
  t.strictSame(await compareTrust(chains, clients, world, options), [
    {
      authority: 'CN=Corporate inspection CA, O=connprobe tests',
      host: 'a.test',
      port,
      clients: [
        { client: 'curl', store: '/curl.pem', setBy: null, fix: '', ok: true },
        { client: 'Node.js', store: '/Node.js.pem', setBy: null, fix: '', ok: true },
        { client: 'pip', store: '/pip.pem', setBy: null, fix: '', ok: false, error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
        { client: 'Java', store: '/Java.pem', setBy: null, fix: '', ok: null, error: 'keytool could not be asked' },
      ],
    },
  ])
  t.equal(handshakes.count - before, 2, 'one for each distinct store')
})

t.test('one for each authority, and only what is in dispute', async (t) => {
  const strange = await httpsServer(t, corporate.issue({ names: ['DNS:a.test'] }))
  const again = await httpsServer(t, corporate.issue({ names: ['DNS:a.test'] }))
  const trusted = await httpsServer(t, root.issue({ names: ['DNS:a.test'] }))
  const misnamed = await httpsServer(t, root.issue({ names: ['DNS:b.test'] }))
  const own = await httpsServer(t, other.issue({ names: ['DNS:a.test'] }))
  const evidence = run(
    await seen(strange),
    await seen(again),
    await seen(trusted),
    await seen(misnamed),
    await seen(own, { expect: { ca: '/cluster-ca.pem' } }),
    await seen(await closedPort()),
  )
  const authorities = (all: boolean) =>
    disputedChains(evidence, all).map((chain) => /CN=([^,]+)/.exec(chain.authority)?.[1])
  t.strictSame(authorities(false), ['Corporate inspection CA'])
  t.strictSame(authorities(true), ['Corporate inspection CA', 'Public root', 'Somebody else'])
})

t.test('nothing is known where the server is gone', async (t) => {
  const port = await httpsServer(t, corporate.issue({ names: ['DNS:a.test'] }))
  const [chain] = disputedChains(run(await seen(port)), false)
  const gone = { ...chain!, target: { ...chain!.target, port: await closedPort() } }
  t.match(await compareTrust([gone], [client('curl', [root.cert])], world, options), [
    { clients: [{ ok: null, error: 'no handshake was completed' }] },
  ])
})
