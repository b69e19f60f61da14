import type { Socket } from 'node:net'
import t, { type Test } from 'tap'
import { smb } from '../../probes/smb.ts'
import { realSmb, smbAnswer } from '../fixtures/smb-server.ts'
import { afterHello, closes, dribbles, resets, staysSilent } from '../fixtures/tls-servers.ts'
import { testJob, testWorld } from '../fixtures/world.ts'

/** The step after `connect`. */
const probe = async (t: Test, port: number, abortMs?: number) => {
  const { job, steps, abort } = testJob(t, { host: 'a.test', port }, testWorld())
  if (abortMs !== undefined) setTimeout(abort, abortMs).unref()
  await smb.run(job).catch(() => undefined)
  t.equal(steps.length, 2)
  return steps[1]
}

const answering = async (t: Test, serve: (socket: Socket) => void, abortMs?: number) =>
  probe(t, await afterHello(t, serve), abortMs)

t.test('it never takes a proxy', async (t) => {
  t.notOk(smb.proxied)
})

t.test('Samba agrees on the newest dialect that both have', async (t) => {
  const port = await realSmb(t)
  if (port === null && process.env['CI'] === undefined) return void t.pass('', { skip: 'there is no smbd' })
  t.match(await probe(t, port!), {
    phase: 'request',
    ok: true,
    facts: { protocol: 'smb', dialect: '3.1.1', status: 0 },
  })
})

t.test('Samba that speaks SMB 1 only hangs up', async (t) => {
  const port = await realSmb(t, ['server min protocol = NT1', 'server max protocol = NT1'])
  if (port === null && process.env['CI'] === undefined) return void t.pass('', { skip: 'there is no smbd' })
  t.match(await probe(t, port!), { phase: 'request', ok: false, fault: { kind: 'closed' } })
})

t.test('a server that has nothing newer than SMB 2.1', async (t) => {
  t.match(await answering(t, (socket) => socket.write(smbAnswer({ dialect: 0x0210 }))), { facts: { dialect: '2.1' } })
})

t.test('an answer in single bytes', async (t) => {
  t.match(await answering(t, dribbles(smbAnswer({ status: 0xc00000bb })), 20), { fault: { kind: 'aborted' } })
  const slowly = (socket: Socket) => {
    for (const byte of smbAnswer()) socket.write(Buffer.of(byte))
  }
  t.match(await answering(t, slowly), { ok: true, facts: { dialect: '3.1.1' } })
})

t.test('an error is a refusal with its status', async (t) => {
  t.match(await answering(t, (socket) => socket.end(smbAnswer({ status: 0xc0000022 }))), {
    ok: false,
    fault: { kind: 'refused' },
    facts: { protocol: 'smb', status: 0xc0000022 },
  })
})

t.test('not SMB', async (t) => {
  t.match(await answering(t, (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')), {
    ok: false,
    fault: { kind: 'malformed' },
    facts: { firstBytes: /^485454502f/ },
  })
  t.match(await answering(t, (socket) => socket.write(Buffer.alloc(1_000_000, 'x'))), { fault: { kind: 'malformed' } })
})

t.test('closed, reset, silent, half an answer', async (t) => {
  t.match(await answering(t, closes), { fault: { kind: 'closed' }, facts: { protocol: 'smb', firstBytes: undefined } })
  t.match(await answering(t, resets), { fault: { kind: 'reset' } })
  t.match(await answering(t, staysSilent, 50), { fault: { kind: 'aborted' } })
  t.match(await answering(t, (socket) => socket.end(smbAnswer().subarray(0, 20))), {
    fault: { kind: 'closed' },
    facts: { firstBytes: smbAnswer().subarray(0, 20).toString('hex') },
  })
})
