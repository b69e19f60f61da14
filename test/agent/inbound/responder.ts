import t from 'tap'
import { parseResponder } from '../../../agent/inbound/responder.ts'

t.test('a host, with or without a port', async (t) => {
  t.same(parseResponder('probe.example'), { host: 'probe.example', port: 10116 })
  t.same(parseResponder('10.0.0.4:9000'), { host: '10.0.0.4', port: 9000 })
  t.same(parseResponder('fd00::1'), { host: 'fd00::1', port: 10116 })
  t.same(parseResponder('[fd00::1]:9000'), { host: 'fd00::1', port: 9000 })
})

t.test('neither', async (t) => {
  for (const text of ['', ':9000', 'a:0', 'a:65536', 'a:b', 'https://a', '*.example', '${region}.example', 'a b'])
    t.equal(parseResponder(text), null, text)
})
