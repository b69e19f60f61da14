import t from 'tap'
import { clientHello } from '../../probes/client-hello.ts'

t.test('clientHello() fits one segment, or is larger than one', async (t) => {
  t.ok(clientHello('a-rather-long-name.westeurope.example.test', 'small').length < 500)
  t.equal(clientHello('a.test', 'large').length, 1700)
})

t.test('clientHello() names the host only where it should', async (t) => {
  t.ok(clientHello('a.test', 'small').includes('a.test'))
  t.equal(clientHello(null, 'small').length, clientHello('a.test', 'small').length - 'a.test'.length - 9)
})

t.test('clientHello() never sends the same twice', async (t) => {
  t.not(clientHello('a.test', 'small').toString('hex'), clientHello('a.test', 'small').toString('hex'))
})
