import fc from 'fast-check'
import t from 'tap'
import { StepFault } from '../../probes/probe.ts'
import { controlFrame, frameReader, OPCODE, type Frame } from '../../probes/websocket-frame.ts'
import { serverFrame } from '../fixtures/websocket-servers.ts'

t.test('a control frame is complete and masked', async (t) => {
  const frame = controlFrame(OPCODE.ping, Buffer.from('hello'))
  t.strictSame([...frame.subarray(0, 2)], [0x89, 0x85])
  const mask = frame.subarray(2, 6)
  t.equal(Buffer.from(frame.subarray(6).map((byte, index) => byte ^ mask[index % 4]!)).toString(), 'hello')
  t.notSame(frame, controlFrame(OPCODE.ping, Buffer.from('hello')), 'a mask is never used twice')
  t.throws(() => controlFrame(OPCODE.ping, Buffer.alloc(126)), RangeError)
})

t.test('frames are the same however they are cut', async (t) => {
  const frames = fc.array(
    fc
      .tuple(fc.constantFrom(0, 1, 2), fc.uint8Array({ maxLength: 400 }))
      .map(([opcode, payload]) => ({ opcode, payload })),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (sent, sizes) => {
      const read = frameReader()
      const seen: Frame[] = []
      let stream = Buffer.concat(sent.map(({ opcode, payload }) => serverFrame(opcode, Buffer.from(payload))))
      for (let turn = 0; stream.length > 0; turn++) {
        const size = sizes[turn % sizes.length]!
        seen.push(...read(stream.subarray(0, size)))
        stream = stream.subarray(size)
      }
      t.strictSame(
        seen.map(({ opcode, payload }) => [opcode, payload.toString('hex')]),
        sent.map(({ opcode, payload }) => [opcode, Buffer.from(payload).subarray(0, 125).toString('hex')]),
      )
    }),
    { numRuns: 50 },
  )
})

t.test('a frame of any length is told at once and then skipped', async (t) => {
  const read = frameReader()
  const head = Buffer.alloc(10)
  head.set([0x82, 127])
  head.writeBigUInt64BE(200_000n, 2)
  t.strictSame(read(head), [])
  t.match(read(Buffer.alloc(125)), [{ opcode: OPCODE.binary }])
  t.strictSame(read(Buffer.alloc(199_000)), [])
  t.match(read(Buffer.concat([Buffer.alloc(875), serverFrame(OPCODE.pong, 'x')])), [{ opcode: OPCODE.pong }])
})

t.test('what no server may send', async (t) => {
  const cases: [string, number[]][] = [
    ['reserved-bits', [0xc1, 0]],
    ['reserved-bits', [...Buffer.from('HTTP/1.1')].map((byte) => byte | 0x40)],
    ['opcode', [0x83, 0]],
    ['opcode', [0x8b, 0]],
    ['masked', [0x81, 0x80]],
    ['fragmented-control', [0x09, 0]],
    ['long-control', [0x89, 126]],
    ['length', [0x82, 127, 0xff, 0, 0, 0, 0, 0, 0, 0]],
  ]
  for (const [code, bytes] of cases) {
    const error = t.throws(() => frameReader()(Buffer.from(bytes)), StepFault, code) as StepFault
    t.strictSame(error.fault, { kind: 'malformed', code })
  }
})
