import t from 'tap'
import { openLocalPort } from '../../../agent/inbound/local-port.ts'
import { connectTcp } from '../../../probes/connect.ts'
import { StepFault, type Connect } from '../../../probes/probe.ts'
import { closedPort, rawServer } from '../../fixtures/tls-servers.ts'

const greeting = Buffer.from('hello')

t.test('a port that is free is opened, and this machine reaches it', async (t) => {
  const port = await closedPort()
  const { opened, remarks } = await openLocalPort(port, greeting, connectTcp)
  t.equal(opened?.port, port)
  opened?.close()
  t.match(remarks, [
    `Port ${port} of this machine is free: nothing listens there now.`,
    /reaches it at 127\.0\.0\.1\.$/,
  ])
})

t.test('a port that is held, by whom', async (t) => {
  const port = await rawServer(t, () => undefined)
  const { opened, remarks } = await openLocalPort(port, greeting, connectTcp)
  t.equal(opened, null)
  const holder = process.platform === 'linux' ? `\\S.* \\(process ${process.pid}\\)` : 'something else'
  t.match(remarks, [new RegExp(`^Port ${port} of this machine is held by ${holder}\\.$`), /reaches it at 127/])
})

t.test('a filter of this machine shows', async (t) => {
  const silent: Connect = (_address, _port, signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new StepFault({ kind: 'aborted' }))))
  const { opened, remarks } = await openLocalPort(await closedPort(), greeting, silent)
  opened?.close()
  t.match(remarks[1], /itself does not reach it at 127\.0\.0\.1 \(silence\)/)
})
