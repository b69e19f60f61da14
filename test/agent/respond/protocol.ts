import t from 'tap'
import {
  dialBackGreeting,
  dialBackRequest,
  MOST_REQUEST_BYTES,
  parseDialBackRequest,
} from '../../../agent/respond/protocol.ts'

const nonce = '0123456789abcdef'.repeat(2)

t.test('a request is read as it was written, and fits', async (t) => {
  t.same(parseDialBackRequest(dialBackRequest({ port: 44224, nonce })), { port: 44224, nonce })
  t.ok(dialBackRequest({ port: 65535, nonce }).length <= MOST_REQUEST_BYTES)
  t.ok(dialBackGreeting(nonce).length <= 64, 'evidence holds 64 bytes')
})

t.test('what is no request, or asks for a port of a service', async (t) => {
  for (const line of [
    `connprobe dial-back 22 ${nonce}\n`,
    `connprobe dial-back 65536 ${nonce}\n`,
    `connprobe dial-back 44224 ${nonce}`,
    `connprobe dial-back 44224 ${nonce}\nx`,
    'connprobe dial-back 44224 x\n',
    'GET / HTTP/1.1\n',
    '',
  ])
    t.equal(parseDialBackRequest(line), null, JSON.stringify(line))
})
