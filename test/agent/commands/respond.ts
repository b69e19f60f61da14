import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { respond } from '../../../agent/commands/respond.ts'
import { observe } from '../../../probes/observe.ts'
import { testIo } from '../../fixtures/io.ts'
import { rawServer } from '../../fixtures/tls-servers.ts'
import { testWorld } from '../../fixtures/world.ts'

const until = async (is: () => boolean) => {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5))
}

t.test('answers where it says, until it is interrupted', async (t) => {
  const interrupted = new AbortController()
  const { io, told } = testIo({ interrupted: interrupted.signal })
  const over = respond({ tcp: ['0'], udp: ['0'], listen: '127.0.0.1:0' }, io)
  await until(() => told() !== '')
  const [, control, tcp, udp] = /: dial-back tcp (\d+), tcp (\d+), udp (\d+)\n$/.exec(told())?.map(Number) ?? []
  const probe = async (kind: 'tcp' | 'udp', port: number) => {
    const [seen] = await observe(kind, { host: '127.0.0.1', port }, testWorld(), 1000, new AbortController().signal)
    return seen?.steps.at(-1)
  }
  t.match(await probe('tcp', tcp!), { phase: 'transfer', ok: true, facts: { bytesRead: 19 } })
  t.match(await probe('udp', udp!), { phase: 'request', ok: true, facts: { replies: 1 } })
  const open = connect({ host: '127.0.0.1', port: control! })
  await once(open, 'connect')
  interrupted.abort()
  t.equal(await over, 0)
  await once(open.resume(), 'close')
  t.match(await probe('tcp', tcp!), { phase: 'connect', ok: false })
})

t.test('what it cannot do', async (t) => {
  const taken = await rawServer(t, () => undefined)
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ tcp: ['8710-8704'] }, /^--tcp: '8710-8704' is no port/],
    [{ udp: ['x'] }, /^--udp: 'x' is no port/],
    [{ tcp: ['1-60000'] }, /range of at most 256/],
    [{ listen: '10116' }, /^--listen: '10116' is no HOST:PORT/],
    [{ listen: '127.0.0.1:0', tcp: [String(taken)] }, /^respond: tcp \d+ can't be opened \(EADDRINUSE\)$/],
  ]
  for (const [raw, message] of cases) await t.rejects(respond(raw, testIo().io), { message })
})
