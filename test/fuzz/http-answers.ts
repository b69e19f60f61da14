import fc from 'fast-check'
import t from 'tap'
import { bounded, mutations, observeHostile, sender, sendings } from '../fixtures/mutations.ts'
import { serverFrame, upgradeHead } from '../fixtures/websocket-servers.ts'
import { testWorld } from '../fixtures/world.ts'

const world = testWorld()
const BODY = '<html><title>Web Page Blocked</title>in accordance with company policy</html>'
const ANSWERS = [
  `HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 12:00:00 GMT\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
  `HTTP/1.1 403 Forbidden\r\nServer: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  'HTTP/1.1 302 Found\r\nLocation: https://portal.example/?token=x\r\nSet-Cookie: a=b\r\n\r\n',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
]

t.test('no answer breaks a request', async (t) => {
  const peer = await sender(t)
  const property = fc.asyncProperty(sendings(mutations(...ANSWERS)), async (sending) => {
    peer.next(sending)
    await observeHostile('http', { host: 'a.test', port: peer.port }, world)
  })
  await fc.assert(property, bounded(150, 1500))
  t.pass('nothing broke')
})

t.test('no answer breaks an upgrade', async (t) => {
  const peer = await sender(t)
  const head = upgradeHead('AAAAAAAAAAAAAAAAAAAAAAAAAAA=')
  const property = fc.asyncProperty(
    sendings(mutations(head, head + serverFrame(10, 'x').toString('latin1'))),
    async (sending) => {
      peer.next(sending)
      const seen = await observeHostile('websocket', { host: 'a.test', port: peer.port, tls: false }, world)
      return seen.steps.at(-1)?.ok === false
    },
  )
  await fc.assert(property, bounded(100, 1500))
  t.pass('nothing broke, and no forged key was accepted')
})
