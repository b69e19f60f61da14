import t from 'tap'
import { selftest } from '../../../agent/commands/selftest.ts'
import { testIo } from '../../fixtures/io.ts'

t.test('every built-in fault is diagnosed right, in time', async (t) => {
  const { io, written } = testIo()
  const started = performance.now()
  t.equal(await selftest({ format: 'json' }, io), 0)
  t.ok(performance.now() - started < 20_000, 'under 20 s')
  const { cases } = JSON.parse(written()) as { cases: { name: string; right: boolean; got: object }[] }
  t.ok(cases.length > 50)
  t.same(
    cases.filter(({ right }) => !right),
    [],
  )
})

t.test('an interrupted selftest proves nothing', async (t) => {
  const { io, written } = testIo({ interrupted: AbortSignal.abort() })
  t.equal(await selftest({}, io), 130)
  t.match(written(), /WRONG .*inconclusive, deadline/)
  t.match(written(), /\d+ faults, \d+ wrong, in \d+\.\d s/)
})

t.test('two formats', (t) => t.rejects(selftest({ format: 'csv' }, testIo().io), { message: /table or json/ }))
