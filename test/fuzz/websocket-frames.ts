import fc from 'fast-check'
import t from 'tap'
import { bounded, mutations, observeHostile, sendings, type Sending } from '../fixtures/mutations.ts'
import { serverFrame, upgrading } from '../fixtures/websocket-servers.ts'
import { testWorld } from '../fixtures/world.ts'

const FRAMES = [
  serverFrame(10, 'pong'),
  serverFrame(9, 'ping'),
  serverFrame(8, Buffer.from([3, 0xe8])),
  serverFrame(1, 'text'.repeat(60)),
]

t.test('no frame breaks an opened websocket', async (t) => {
  let sending: Sending = { pieces: [], ends: true }
  const port = await upgrading(t, (socket) => {
    for (const piece of sending.pieces) socket.write(piece)
    if (sending.ends) socket.end()
  })
  const world = testWorld()
  const property = fc.asyncProperty(sendings(mutations(...FRAMES, Buffer.concat(FRAMES))), async (wanted) => {
    sending = wanted
    await observeHostile('websocket', { host: 'a.test', port, tls: false }, world)
  })
  await fc.assert(property, bounded(100, 1500))
  t.pass('nothing broke')
})
