import { connect } from 'node:net'
import { once } from 'node:events'
import t from 'tap'
import { faultOf } from '../../probes/fault.ts'
import { StepFault } from '../../probes/probe.ts'

const thrownBy = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => t.fail('nothing was thrown'),
    (error: unknown) => error,
  )

t.test("the system's own code", async (t) => {
  const socket = connect(1, '127.0.0.1')
  const fault = faultOf(await thrownBy(once(socket, 'connect')))
  t.same(fault, { kind: 'errno', code: 'ECONNREFUSED', syscall: 'connect' })
})

t.test('a torn down stream', async (t) => {
  for (const code of ['ECONNRESET', 'EPIPE', 'ECONNABORTED'])
    t.same(faultOf(Object.assign(new Error(), { code, syscall: 'read' })), { kind: 'reset', code, syscall: 'read' })
})

t.test("a probe's own evidence is kept", async (t) => {
  const fault = { kind: 'refused' } as const
  t.equal(faultOf(new StepFault(fault)), fault)
})

t.test('everything else is a defect of ours, with its place but not its text', async (t) => {
  const fault = faultOf(new TypeError('secret'))
  t.equal(fault.kind, 'bug')
  t.match(fault.code, /^TypeError/)
  t.notMatch(fault.code, /secret/)
  t.equal(faultOf('text').kind, 'bug')
  t.equal(faultOf(Object.assign(new Error(), { code: 'ERR_INVALID_ARG_TYPE' })).kind, 'bug')
})
