import { decode, encode, type Answer } from 'dns-packet'
import fc from 'fast-check'
import t from 'tap'
import { isNumbered, readReply, writeQuery, type Query } from '../../../probes/resolver/wire.ts'
import { addressRecords, compressionLoop } from '../../fixtures/dns-server.ts'

const query: Query = { id: 0x1234, question: { name: 'a.test', type: 'A' } }

const reply = (changes: Parameters<typeof encode>[0] = {}): Buffer =>
  encode({ type: 'response', id: query.id, questions: [{ name: 'a.test', type: 'A' }], ...changes })

const a: Answer = { name: 'a.test', type: 'A', ttl: 60, data: '192.0.2.1' }

t.test('writeQuery() asks with recursion, and with EDNS of 1232 bytes where wanted', async (t) => {
  const edns = decode(writeQuery(query, true))
  t.match(edns, { id: 0x1234, type: 'query', flag_rd: true, questions: [{ name: 'a.test', type: 'A', class: 'IN' }] })
  t.match(edns.additionals, [{ type: 'OPT', udpPayloadSize: 1232 }])
  t.same(decode(writeQuery(query, false)).additionals, [])
  t.match(decode(writeQuery({ id: 1, question: { name: '.', type: 'NS' } }, false)).questions, [
    { name: '.', type: 'NS' },
  ])
})

t.test('readReply() reads addresses and CNAMEs, in lower case, without anything a terminal would obey', async (t) => {
  const answers: Answer[] = [
    { name: 'A.test', type: 'CNAME', ttl: 30, data: 'B\u001b[31m.Test' },
    { name: 'b.test', type: 'AAAA', ttl: 0xffffffff, data: '2001:db8::1' },
    { name: 'b.test', type: 'TXT', ttl: 1, data: 'x' },
    { name: 'b.test', type: 'A', class: 'CH', ttl: 1, data: '192.0.2.1' },
  ]
  t.same(readReply(reply({ answers, questions: [{ name: 'A.TEST', type: 'A' }] }), query), {
    rcode: 'NOERROR',
    truncated: false,
    resources: [
      { name: 'a.test', type: 'CNAME', ttl: 30, data: 'b?[31m.test' },
      { name: 'b.test', type: 'AAAA', ttl: 0, data: '2001:db8::1' },
    ],
  })
})

t.test('readReply() names the rcode', async (t) => {
  const rows: [number, string][] = [
    [2, 'SERVFAIL'],
    [3, 'NXDOMAIN'],
    [5, 'REFUSED'],
    [11, 'RCODE_11'],
  ]
  for (const [flags, rcode] of rows) t.match(readReply(reply({ flags }), query), { rcode, resources: [] })
  t.match(readReply(reply({ flags: 5, questions: [] }), query), { rcode: 'REFUSED' }, 'a refusal without the question')
})

t.test('readReply() takes nothing for a reply that is none', async (t) => {
  const rows: [string, Buffer][] = [
    ['another number', reply({ id: 1 })],
    ['another name', reply({ questions: [{ name: 'b.test', type: 'A' }] })],
    ['another type', reply({ questions: [{ name: 'a.test', type: 'AAAA' }] })],
    ['no question', reply({ questions: [] })],
    [
      'two questions',
      reply({
        questions: [
          { name: 'a.test', type: 'A' },
          { name: 'a.test', type: 'A' },
        ],
      }),
    ],
    ['a query', writeQuery(query, false)],
    ['half a header', reply().subarray(0, 11)],
    ['half a question', reply().subarray(0, 16)],
    ['nothing', Buffer.alloc(0)],
  ]
  for (const [what, message] of rows) t.equal(readReply(message, query), 'other', what)
})

t.test('readReply() calls a reply malformed whose records can`t be read', async (t) => {
  t.equal(readReply(compressionLoop(reply({ answers: [a] })), query), 'malformed', 'a compression loop')
  t.equal(readReply(reply({ answers: [a] }).subarray(0, -2), query), 'malformed', 'half a record')
})

t.test('readReply() believes TC even where the last record is cut', async (t) => {
  t.same(readReply(reply({ flags: 0x200, answers: [a] }).subarray(0, -2), query), {
    rcode: 'NOERROR',
    truncated: true,
    resources: [],
  })
})

t.test('readReply() looks at 200 records', async (t) => {
  const addresses = Array.from({ length: 500 }, (_, index) => `10.0.${index >> 8}.${index & 255}`)
  const read = readReply(reply({ answers: addressRecords('a.test', addresses, 'A') }), query)
  t.equal(typeof read === 'string' ? read : read.resources.length, 200)
})

t.test('isNumbered() compares the number', async (t) => {
  t.ok(isNumbered(reply(), query.id))
  t.notOk(isNumbered(reply(), 1))
  t.notOk(isNumbered(Buffer.of(0x12, 0x34), query.id))
})

t.test('readReply() survives any bytes, quickly', async (t) => {
  const valid = reply({
    answers: [
      { name: 'a.test', type: 'CNAME', ttl: 1, data: 'b.test' },
      { ...a, name: 'b.test' },
    ],
  })
  const isRead = (message: Buffer) => {
    const read = readReply(message, query)
    return typeof read === 'string' || read.resources.every(({ data }) => /^[\x21-\x7e]*$/.test(data))
  }
  const tail = fc.uint8Array({ maxLength: 600 })
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(tail, (bytes) => isRead(Buffer.concat([valid.subarray(0, 24), bytes]))),
      { numRuns: 3000, interruptAfterTimeLimit: 800 },
    ),
  )
  const changes = fc.array(fc.tuple(fc.integer({ min: 2, max: valid.length - 1 }), fc.nat(255)), { maxLength: 6 })
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(changes, (changes) => {
        const message = Buffer.from(valid)
        for (const [at, byte] of changes) message[at] = byte
        return isRead(message)
      }),
      { numRuns: 3000, interruptAfterTimeLimit: 800 },
    ),
  )
})

t.test('readReply() isn`t held up by names that are pointers to pointers', async (t) => {
  const start = reply()
  const ladder = Buffer.alloc(16_000)
  const record = (name: Buffer, type: number, data: Buffer) => {
    const head = Buffer.alloc(10)
    head.writeUInt16BE(type, 0)
    head.writeUInt16BE(1, 2)
    head.writeUInt16BE(data.length, 8)
    return Buffer.concat([name, head, data])
  }
  const pointer = (to: number) => Buffer.of(0xc0 | (to >> 8), to & 0xff)
  const bottom = start.length + 11
  for (let at = 2; at < ladder.length; at += 2) pointer(bottom + at - 2).copy(ladder, at)
  const top = pointer(bottom + ladder.length - 2)
  const message = Buffer.concat([
    start,
    record(Buffer.of(0), 10, ladder),
    ...Array.from({ length: 199 }, () => record(top, 1, Buffer.of(192, 0, 2, 1))),
  ])
  message.writeUInt16BE(200, 6)
  const began = performance.now()
  const read = readReply(message, query)
  t.ok(performance.now() - began < 500)
  t.equal(typeof read === 'string' ? read : read.resources.length, 199)
})
