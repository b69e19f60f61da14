import t from 'tap'
import { tls } from '../../probes/tls.ts'
import { authority } from '../fixtures/certificates.ts'
import { tlsServer } from '../fixtures/tls-servers.ts'
import { testJob, testWorld } from '../fixtures/world.ts'

const root = authority('Test root')

t.test('a handshake is all it takes', async (t) => {
  const port = await tlsServer(t, root.issue({ names: ['DNS:a.test'] }))
  const { job, steps } = testJob(t, { host: 'a.test', port }, testWorld({ roots: [root.cert] }))
  await tls.run(job)
  t.match(steps, [
    { phase: 'connect', ok: true },
    { phase: 'tls', ok: true, facts: { sni: 'a.test', alpn: null } },
  ])
  t.ok(tls.proxied)
})

t.test('a certificate that is refused ends the probe without a throw', async (t) => {
  const port = await tlsServer(t, root.issue({ names: ['DNS:b.test'] }))
  const { job, steps } = testJob(t, { host: 'a.test', port }, testWorld({ roots: [root.cert] }))
  await tls.run(job)
  t.match(steps.at(-1), {
    phase: 'tls',
    ok: false,
    fault: { kind: 'certificate', code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  })
})
