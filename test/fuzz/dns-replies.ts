import { encode, RECURSION_AVAILABLE } from 'dns-packet'
import fc from 'fast-check'
import t from 'tap'
import { readReply, type Query } from '../../probes/resolver/wire.ts'
import { bounded, mutations } from '../fixtures/mutations.ts'

const query: Query = { id: 4711, question: { name: 'a.example', type: 'A' } }
const REPLY = encode({
  type: 'response',
  id: query.id,
  flags: RECURSION_AVAILABLE,
  questions: [query.question],
  answers: [
    { name: 'a.example', type: 'CNAME', ttl: 60, data: 'b.privatelink.example' },
    { name: 'b.privatelink.example', type: 'A', ttl: 60, data: '10.0.0.4' },
  ],
})

t.test('no reply breaks the reader', async (t) => {
  t.match(readReply(REPLY, query), { rcode: 'NOERROR' })
  const property = fc.property(mutations(REPLY), (bytes) => {
    const reply = readReply(bytes, query)
    // Names go to terminals and reports: printable ASCII, whatever was sent.
    return typeof reply === 'string' || /^[\x20-\x7e]*$/.test(JSON.stringify(reply))
  })
  fc.assert(property, bounded(3000, 1000))
  t.pass('nothing broke')
})
