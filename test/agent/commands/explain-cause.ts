import t from 'tap'
import { explainCause } from '../../../agent/commands/explain-cause.ts'
import { UsageError } from '../../../agent/usage-error.ts'
import { testIo } from '../../fixtures/io.ts'

t.test('a cause in words', async (t) => {
  const { io, written } = testIo()
  t.equal(explainCause('tls-intercepted', io), 0)
  t.match(written(), /TLS inspection/)
})

t.test('a cause that there is not', async (t) => {
  t.throws(() => explainCause('tls-intercept', testIo().io), UsageError)
})
