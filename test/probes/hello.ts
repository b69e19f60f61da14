import t from 'tap'
import { clientHello } from '../../probes/client-hello.ts'
import { hello } from '../../probes/hello.ts'
import type { Target } from '../../probes/probe.ts'
import { authority } from '../fixtures/certificates.ts'
import * as servers from '../fixtures/tls-servers.ts'
import { testJob, testWorld } from '../fixtures/world.ts'

const leaf = authority('Root').issue({ names: ['DNS:a.test'] })

const stepOf = async (target: Partial<Target> & { port: number }, abortMs?: number) => {
  const { job, steps, abort } = testJob(t, { host: 'a.test', ...target }, testWorld())
  if (abortMs !== undefined) setTimeout(abort, abortMs)
  await hello.run(job).catch(() => undefined)
  return steps.at(-1)
}

t.test('every version of TLS server answers a small and a large hello with a ServerHello', async (t) => {
  for (const options of [{}, { maxVersion: 'TLSv1.2' } as const]) {
    const port = await servers.tlsServer(t, leaf, options)
    for (const kind of ['small', 'large'] as const)
      t.match(await stepOf({ port, hello: kind }), {
        phase: 'tls',
        ok: true,
        facts: { hello: kind, firstBytes: /^1603/ },
      })
  }
})

t.test('the name is in SNI, unless none is wished or the host is an address', async (t) => {
  const names: (string | false)[] = []
  const port = await servers.tlsServer(t, leaf, {
    SNICallback: (name, done) => {
      names.push(name)
      done(null)
    },
  })
  t.match(await stepOf({ port }), { ok: true, facts: { sni: 'a.test' } })
  t.match(await stepOf({ port, sni: 'b.test' }), { ok: true, facts: { sni: 'b.test' } })
  t.match(await stepOf({ port, sni: null }), { ok: true, facts: { sni: null } })
  t.match(await stepOf({ port, host: '127.0.0.1' }), { ok: true, facts: { sni: null } })
  t.same(names, ['a.test', 'b.test'])
})

t.test('a hello that offers nothing gets a short alert', async (t) => {
  const port = await servers.tlsServer(t, leaf)
  t.match(await stepOf({ port, hello: 'alert' }), {
    ok: false,
    fault: { kind: 'alert', alert: 40 },
    facts: { bytesRead: 7, bytesWritten: clientHello('a.test', 'alert').length, firstBytes: '15030300020228' },
  })
})

t.test('an alert of any number, which Node would call a closed connection', async (t) => {
  const port = await servers.afterHello(t, servers.sendsAlert(199))
  t.match(await stepOf({ port }), { ok: false, fault: { kind: 'alert', alert: 199 } })
})

t.test('a warning is not the answer, but it is the reason when nothing follows', async (t) => {
  const warning = servers.alertRecord(112, 1)
  const goesOn = await servers.afterHello(t, (socket) =>
    socket.write(Buffer.concat([warning, Buffer.from([22, 3, 3, 0, 90, 2])])),
  )
  t.match(await stepOf({ port: goesOn }), { ok: true })
  const hangsUp = await servers.afterHello(t, (socket) => socket.end(warning))
  t.match(await stepOf({ port: hangsUp }), { ok: false, fault: { kind: 'alert', alert: 112 } })
  const warnsForEver = await servers.afterHello(t, (socket) =>
    socket.write(Buffer.concat(Array(99).fill(warning) as Buffer[])),
  )
  t.match(await stepOf({ port: warnsForEver }), { ok: false, fault: { kind: 'malformed' } })
})

t.test('what is not TLS is on record', async (t) => {
  const http = await stepOf({ port: await servers.afterHello(t, servers.speaksHttp) })
  t.match(http, {
    ok: false,
    fault: { kind: 'malformed' },
    facts: { firstBytes: Buffer.from('HTTP/1.1 400').toString('hex') },
  })
  t.match(await stepOf({ port: await servers.afterHello(t, servers.sendsGarbage) }), { fault: { kind: 'malformed' } })
})

t.test('a peer that hangs up', async (t) => {
  t.match(await stepOf({ port: await servers.afterHello(t, servers.closes) }), {
    fault: { kind: 'closed' },
    facts: { bytesRead: 0 },
  })
  t.match(await stepOf({ port: await servers.afterHello(t, servers.resets) }), {
    fault: { kind: 'reset', code: 'ECONNRESET' },
  })
})

t.test('bytes that came before the budget ended are on record', async (t) => {
  const port = await servers.afterHello(t, servers.dribbles(Buffer.from([0x16, 3, 3])))
  t.match(await stepOf({ port }, 100), { ok: false, facts: { firstBytes: '160303' } })
})
