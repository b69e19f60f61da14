import fc from 'fast-check'
import { once } from 'node:events'
import { connect } from 'node:net'
import t, { type Test } from 'tap'
import { clientHello } from '../../probes/client-hello.ts'
import { authority } from '../fixtures/certificates.ts'
import { bounded, mutations, observeHostile, sender, sendings } from '../fixtures/mutations.ts'
import { alertRecord, tlsServer } from '../fixtures/tls-servers.ts'
import { testWorld } from '../fixtures/world.ts'

const root = authority('Fuzzed root')
const world = testWorld({ roots: [root.cert] })

/** What a real server sends first. */
const firstFlight = async (t: Test, version: 'TLSv1.2' | 'TLSv1.3'): Promise<Buffer> => {
  const identity = root.issue({ names: ['DNS:a.test'] })
  const port = await tlsServer(t, identity, { minVersion: version, maxVersion: version })
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(clientHello('a.test', 'small'))
  const [flight] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return flight
}

t.test('no first flight breaks a handshake or a raw hello', async (t) => {
  const flights = [await firstFlight(t, 'TLSv1.2'), await firstFlight(t, 'TLSv1.3'), alertRecord(40)]
  t.ok(flights.every((flight) => flight.length >= 7))
  const peer = await sender(t)
  const target = { host: 'a.test', port: peer.port }
  for (const kind of ['tls', 'hello'] as const) {
    const property = fc.asyncProperty(sendings(mutations(...flights)), async (sending) => {
      peer.next(sending)
      const { steps } = await observeHostile(kind, target, world)
      return kind === 'hello' || steps.at(-1)?.ok === false
    })
    await fc.assert(property, bounded(60, 1500))
    t.pass(kind)
  }
})
