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

t.test('a stream that ended where Node wanted more: ECONNRESET without a system call', async (t) => {
  t.same(faultOf(Object.assign(new Error(), { code: 'ECONNRESET' })), { kind: 'closed' })
})

t.test("OpenSSL's codes: an alert of the peer, or a refusal of its bytes", async (t) => {
  const fault = (code: string) => faultOf(Object.assign(new Error(), { code }))
  t.match(fault('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), { kind: 'alert', alert: 116 })
  t.match(fault('ERR_SSL_WRONG_VERSION_NUMBER'), { kind: 'tls' })
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
