import t from 'tap'
import { selftest } from '../../../agent/commands/selftest.ts'
import { testIo } from '../../fixtures/io.ts'

const interrupted = () => testIo({ interrupted: AbortSignal.abort() })

t.test('an interrupted selftest proves nothing', async (t) => {
  const { io, written } = interrupted()
  t.equal(await selftest({}, io), 130)
  t.match(written(), /WRONG .*inconclusive, deadline/)
  t.match(written(), /\d+ faults, \d+ wrong, in \d+\.\d s/)
})

t.test('as JSON: each fault with what was expected and what connprobe said', async (t) => {
  const { io, written } = interrupted()
  t.equal(await selftest({ format: 'json' }, io), 130)
  const { right, cases } = JSON.parse(written()) as { right: boolean; cases: object[] }
  t.equal(right, false)
  t.match(cases[0], { name: 'the name does not exist', expected: { cause: 'dns-nxdomain' }, got: {}, right: false })
})

t.test('two formats', (t) => t.rejects(selftest({ format: 'csv' }, testIo().io), { message: /table or json/ }))
