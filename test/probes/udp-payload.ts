import { decode } from 'dns-packet'
import t from 'tap'
import { payloadFor } from '../../probes/udp-payload.ts'

t.test("53: a question for the root's name servers", async (t) => {
  const send = payloadFor(53)
  t.match(decode(send(0)), { type: 'query', flag_rd: true, questions: [{ name: '.', type: 'NS', class: 'IN' }] })
  t.strictSame(send(1), send(0), 'a repetition has the same id')
  t.not(payloadFor(53)(0).readUInt16BE(), payloadFor(53)(0).readUInt16BE(), 'ids are random')
})

t.test('123: a client packet that tells nothing of this machine', async (t) => {
  const packet = payloadFor(123)(0)
  t.equal(packet.length, 48)
  t.strictSame([...packet.subarray(0, 40)], [0x23, ...Array.from({ length: 39 }, () => 0)])
})

t.test('other ports: a DTLS ClientHello, numbered anew each time', async (t) => {
  const send = payloadFor(5831)
  const [first, second] = [send(0), send(1)]
  t.equal(first[0], 22, 'a handshake record')
  t.equal(first[13], 1, 'a ClientHello')
  t.equal(first.readUInt16BE(11), first.length - 13, "the record's length")
  t.equal(first.readUIntBE(14, 3), first.length - 25, "the message's length")
  t.equal(first.readUIntBE(22, 3), first.length - 25, "the fragment's length: all of it")
  t.equal(second.readUIntBE(5, 6), 1)
  t.strictSame(second.subarray(11), first.subarray(11))
  t.ok(first.length < 300, 'fits any path')
})
