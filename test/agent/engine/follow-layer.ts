import type { RequestListener } from 'node:http'
import t, { type Test } from 'tap'
import { followLayer } from '../../../agent/engine/follow-layer.ts'
import { connectTcp } from '../../../probes/connect.ts'
import { authority } from '../../fixtures/certificates.ts'
import { registry, SMALL_LAYER } from '../../fixtures/registry.ts'
import { closedPort, httpsServer } from '../../fixtures/tls-servers.ts'
import { testWorld } from '../../fixtures/world.ts'

const root = authority('Test root')
const layer = { registry: 'mcr.test', image: 'hello', tag: 'latest', dataHosts: '*.data.mcr.test' }
const location = 'https://eu.data.mcr.test/blob/data?sig=SECRET'

/** Follows the layer in a world where every name and port is this server. */
const follow = async (port: number, timeoutMs = 2000) => {
  const world = { ...testWorld({ roots: [root.cert] }), connect: connectTo(port) }
  return followLayer(layer, { world, timeoutMs, signal: new AbortController().signal })
}
const connectTo =
  (port: number): typeof connectTcp =>
  (address, _, signal) =>
    connectTcp(address, port, signal)
const serve = (t: Test, listener: RequestListener) => httpsServer(t, root.issue({ names: ['DNS:mcr.test'] }), listener)

t.test('the smallest layer for Linux is asked for, and the redirect is the answer', async (t) => {
  const asked: string[] = []
  const found = await follow(await serve(t, registry({ location, asked })))
  t.match(found, { url: new URL(location) })
  t.equal(asked.length, 3)
  t.equal(asked[2], `mcr.test/v2/hello/blobs/${SMALL_LAYER}`)
})

t.test('an image without an index', async (t) => {
  const asked: string[] = []
  t.match(await follow(await serve(t, registry({ location, single: true, asked }))), { url: new URL(location) })
  t.equal(asked.length, 2)
})

t.test('what leads nowhere is said', async (t) => {
  const cases: [RequestListener, RegExp][] = [
    [(_, answer) => answer.writeHead(404).end('{}'), /answered 404, and with no manifest/],
    [(_, answer) => answer.end('<html>'), /answered 200, and with no manifest/],
    [(_, answer) => answer.end('{"layers": []}'), /no manifest/],
    [(_, answer) => answer.end('{"layers": [{"digest": "../../x", "size": 1}]}'), /no manifest/],
    [registry({ location: 'http://eu.data.mcr.test/x' }), /redirects to http: and not to https:/],
    [registry({ location: '/here' }), /answered 307, no redirect/],
  ]
  for (const [listener, says] of cases) t.match(await follow(await serve(t, listener)), { says })
})

t.test('neither a closed port nor silence hangs it', async (t) => {
  t.match(await follow(await closedPort()), { says: /mcr\.test could not be asked.*ECONNREFUSED/ })
  const started = performance.now()
  t.match(await follow(await serve(t, () => undefined), 200), { says: /nothing came within the budget/ })
  t.ok(performance.now() - started < 1500)
})
