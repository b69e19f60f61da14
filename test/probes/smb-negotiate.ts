import t from 'tap'
import { negotiateRequest, readNegotiated } from '../../probes/smb-negotiate.ts'
import { smbAnswer } from '../fixtures/smb-server.ts'

t.test('the request', async (t) => {
  const request = negotiateRequest()
  t.equal(request.readUInt32BE(0), request.length - 4, "the transport's length")
  t.equal(request.subarray(4, 8).toString('latin1'), '\xfeSMB')
  const message = request.subarray(4)
  t.equal(message.readUInt16LE(66), 5, 'five dialects')
  const contexts = message.readUInt32LE(92)
  t.equal(contexts % 8, 0)
  t.equal(message.readUInt16LE(contexts), 1)
  const second = contexts + ((8 + message.readUInt16LE(contexts + 2) + 7) & ~7)
  t.equal(message.readUInt16LE(second), 2)
  t.notSame(request, negotiateRequest(), 'salt and GUID are new each time')
})

t.test('answers, however they are cut', async (t) => {
  for (const [answer, expected] of [
    [smbAnswer(), { is: 'agreed', dialect: '3.1.1' }],
    [smbAnswer({ dialect: 0x0202 }), { is: 'agreed', dialect: '2.0.2' }],
    [smbAnswer({ status: 0xc00000bb }), { is: 'error', status: 0xc00000bb }],
  ] as const) {
    t.strictSame(readNegotiated(answer), expected)
    t.strictSame(readNegotiated(Buffer.concat([answer, Buffer.alloc(1000)])), expected)
    for (let length = 0; length < Math.min(74, answer.length); length++)
      t.strictSame(readNegotiated(answer.subarray(0, length)), { is: 'more' })
  }
})

t.test('what is no answer to it', async (t) => {
  const short = Buffer.concat([Buffer.of(0, 0, 0, 4), Buffer.from([0xfe, 0x53, 0x4d, 0x42])])
  const cut = Buffer.from(smbAnswer().subarray(0, 4 + 66))
  cut.writeUInt32BE(66)
  const long = Buffer.from(smbAnswer())
  long.writeUInt32BE(0xffffff)
  for (const bytes of [
    Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
    Buffer.from('S'),
    Buffer.from([0, 0, 0, 50, 0xff]),
    Buffer.from([0x83, 0, 0, 1, 0x8f]),
    smbAnswer({ dialect: 0x02ff }),
    smbAnswer({ command: 1 }),
    smbAnswer({ flags: 0 }),
    short,
    cut,
    long,
  ])
    t.strictSame(readNegotiated(bytes), { is: 'malformed' }, bytes.subarray(0, 8).toString('hex'))
})
