import t from 'tap'
import { elementsOf } from '../../probes/der.ts'

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')

t.test('elements side by side, with short and long lengths', async (t) => {
  const long = Buffer.concat([bytes('0482012c'), Buffer.alloc(300, 1)])
  t.same(
    elementsOf(Buffer.concat([bytes('020105'), long, bytes('0500')])).map(({ tag, content }) => [tag, content.length]),
    [
      [0x02, 1],
      [0x04, 300],
      [0x05, 0],
    ],
  )
})

t.test('junk ends the list and never throws', async (t) => {
  for (const junk of ['', '30', '3005', '30800000', '3085ffffffffff', '3084ffffffff00', '3082ff'])
    t.same(elementsOf(bytes(junk)), [], junk)
  t.equal(elementsOf(bytes('0500' + '3005')).length, 1)
})

t.test('the list is bounded', async (t) => {
  t.equal(elementsOf(Buffer.alloc(10_000)).length, 200)
})
