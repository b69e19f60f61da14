import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'
import t from 'tap'
import { closeWith, connectTcp } from '../../probes/connect.ts'
import { shakeHands, type Hello } from '../../probes/handshake.ts'
import type { Fault, TlsFacts } from '../../probes/observation.ts'
import { StepFault } from '../../probes/probe.ts'
import { trustStore } from '../../probes/trust-store.ts'
import { authority, selfSigned } from '../fixtures/certificates.ts'
import * as servers from '../fixtures/tls-servers.ts'

const root = authority('Test root')
const middle = root.authority('Test intermediate')
const leaf = middle.issue({ names: ['DNS:a.test', 'IP:127.0.0.1'] })
const store = trustStore('public', () => [root.cert])

type Outcome = { readonly fault: Fault | null; readonly facts: TlsFacts }

/** One handshake as `a.test`; `abortMs`: when its signal aborts. */
const shake = async (port: number, hello: Partial<Hello> = {}, abortMs = 1000): Promise<Outcome> => {
  const controller = new AbortController()
  const timer = setTimeout(() => {
    controller.abort()
  }, abortMs)
  const { signal } = controller
  const below = closeWith(await connectTcp('127.0.0.1', port, signal), signal)
  try {
    const wanted: Hello = { sni: 'a.test', name: 'a.test', alpn: [], size: 'small', ...hello }
    const { facts } = await shakeHands(below, wanted, store, signal)
    return { fault: null, facts }
  } catch (error) {
    if (!(error instanceof StepFault)) throw error
    return { fault: error.fault, facts: error.facts as TlsFacts }
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
}

const subjectsOf = ({ facts }: Outcome): string[] => facts.chain.map(({ subject }) => subject.replace(/,.*/, ''))

t.test('a healthy handshake', async (t) => {
  const seen = await shake(await servers.tlsServer(t, leaf, { ALPNProtocols: ['h2', 'http/1.1'] }), {
    alpn: ['http/1.1'],
  })
  t.match(seen, {
    fault: null,
    facts: {
      sni: 'a.test',
      hello: 'small',
      version: 'TLSv1.3',
      cipher: /^TLS_/,
      alpn: 'http/1.1',
      trust: [{ store: 'public', ok: true }],
    },
  })
  t.same(subjectsOf(seen), ['CN=a.test', 'CN=Test intermediate'], 'the local root was not sent')
  t.ok(seen.facts.bytesRead > 800 && seen.facts.bytesWritten > 300)
  t.notOk('clientCertificateWanted' in seen.facts)
})

t.test('a small hello fits one segment, a large one does not', async (t) => {
  const sizes: number[] = []
  const port = await servers.afterHello(t, (socket, hello) => {
    sizes.push(hello.length)
    socket.end()
  })
  await shake(port, { size: 'small' })
  await shake(port, { size: 'large' })
  t.ok(sizes[0]! < 600, `small: ${sizes[0]}`)
  // Node before 24 has no post-quantum groups.
  t.ok(sizes[1]! > (Number(process.versions.node.split('.')[0]) < 24 ? 300 : 1400), `large: ${sizes[1]}`)
})

t.test('no name is sent where none is wished, and no protocol', async (t) => {
  const hellos: Buffer[] = []
  const port = await servers.afterHello(t, (socket, hello) => {
    hellos.push(hello)
    socket.end()
  })
  await shake(port, { sni: null })
  await shake(port, { alpn: ['http/1.1'] })
  t.notOk(hellos[0]?.includes('a.test') === true || hellos[0]?.includes('http/1.1') === true)
  t.ok(hellos[1]?.includes('a.test') === true && hellos[1].includes('http/1.1'))
})

t.test('an address as the name is held against the addresses in the certificate', async (t) => {
  const port = await servers.tlsServer(t, leaf)
  t.match(await shake(port, { sni: null, name: '127.0.0.1' }), { facts: { trust: [{ ok: true }] } })
  t.match(await shake(port, { sni: null, name: '127.0.0.2' }), { facts: { trust: [{ ok: false }] } })
})

t.test('a certificate that this store refuses is on record with the reason', async (t) => {
  const refusals: [string, TlsOptions & { key: string; chain: string; cert: string }, string, number][] = [
    ['other name', middle.issue({ names: ['DNS:b.test'] }), 'ERR_TLS_CERT_ALTNAME_INVALID', 2],
    ['expired', middle.issue({ names: ['DNS:a.test'], notAfter: '2020-01-01' }), 'CERT_HAS_EXPIRED', 2],
    ['not yet valid', middle.issue({ names: ['DNS:a.test'], notBefore: '2099-01-01' }), 'CERT_NOT_YET_VALID', 2],
    ['no subject', authority('Other').issue({ subject: {} }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 1],
    ['self-signed', selfSigned({ names: ['DNS:a.test'] }), 'DEPTH_ZERO_SELF_SIGNED_CERT', 1],
    ['no intermediate', { ...leaf, chain: leaf.cert }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 1],
    ['other root', authority('Other').issue({ names: ['DNS:a.test'] }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 1],
  ]
  for (const [what, identity, error, length] of refusals)
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const seen = await shake(await servers.tlsServer(t, identity, { maxVersion }))
      t.match(
        seen,
        { fault: null, facts: { trust: [{ store: 'public', ok: false, error }] } },
        `${what}, ${maxVersion}`,
      )
      t.equal(seen.facts.chain.length, length)
    }
})

t.test('what a peer does after the hello', async (t) => {
  const { closes, resets, sendsAlert, speaksHttp, sendsGarbage, staysSilent } = servers
  const cases: [string, (socket: Socket) => void, Fault, number][] = [
    ['closes', closes, { kind: 'closed' }, 0],
    ['resets', resets, { kind: 'reset', code: 'ECONNRESET', syscall: 'read' }, 0],
    ['alert 40', sendsAlert(40), { kind: 'alert', alert: 40 }, 7],
    ['alert 112', sendsAlert(112), { kind: 'alert', alert: 112 }, 7],
    ['http', speaksHttp, { kind: 'tls', code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 47],
    ['garbage', sendsGarbage, { kind: 'tls', code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 600],
    ['silent', staysSilent, { kind: 'aborted' }, 0],
  ]
  for (const [what, serve, fault, bytesRead] of cases) {
    const seen = await shake(await servers.afterHello(t, serve), {}, 150)
    t.match(seen, { fault, facts: { bytesRead, chain: [], trust: [] } }, what)
    t.notOk('version' in seen.facts, 'no version before a ServerHello')
  }
})

t.test('a flight that is cut, and one that dribbles', async (t) => {
  for (const bytes of [50, 700])
    t.match(await shake(await servers.cutMidway(t, leaf, bytes)), {
      fault: { kind: 'closed' },
      facts: { bytesRead: bytes },
    })
  const record = Buffer.from([0x16, 3, 3, 2, 0])
  const dribbling = await shake(await servers.afterHello(t, servers.dribbles(record)), {}, 120)
  t.match(dribbling, { fault: { kind: 'aborted' } })
  t.ok(dribbling.facts.bytesRead > 0 && dribbling.facts.bytesRead <= 5)
})

t.test('a server that speaks only TLS 1.1', async (t) => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
  t.match(await shake(await servers.tlsServer(t, leaf, old)), { fault: { kind: 'alert', alert: 70 } })

  const serverHello = Buffer.concat([
    Buffer.from('160302002a020000260302', 'hex'),
    Buffer.alloc(32),
    Buffer.from('00c0130000', 'hex'),
  ])
  const answersOld = await servers.afterHello(t, (socket) => socket.write(serverHello))
  t.match(await shake(answersOld), { fault: { kind: 'tls', code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' } })
})

t.test('a server that wants a client certificate', async (t) => {
  const mutual = (version: 'TLSv1.2' | 'TLSv1.3', rejectUnauthorized: boolean) =>
    servers.tlsServer(t, leaf, {
      minVersion: version,
      maxVersion: version,
      requestCert: true,
      rejectUnauthorized,
      ca: root.cert,
    })
  const wanted = { clientCertificateWanted: true, trust: [{ store: 'public', ok: true }] } as const

  const refused = await shake(await mutual('TLSv1.2', true))
  t.match(refused, { fault: { kind: 'alert', alert: 40 }, facts: { ...wanted, version: 'TLSv1.2' } })
  t.same(subjectsOf(refused), ['CN=a.test', 'CN=Test intermediate'])
  t.match(await shake(await mutual('TLSv1.2', false)), { fault: null, facts: wanted })
  t.match(await shake(await mutual('TLSv1.3', true)), { fault: null, facts: wanted }, 'refuses later, with alert 116')
  t.match(await shake(await mutual('TLSv1.3', false)), { fault: null, facts: wanted })
})

t.test('TLS 1.2: who hangs up after the certificate leaves it on record', async (t) => {
  const behind = await servers.tlsServer(t, leaf, { maxVersion: 'TLSv1.2' })
  for (const [hangUp, kind] of [
    [servers.closes, 'closed'],
    [servers.resets, 'reset'],
  ] as const) {
    const port = await servers.rawServer(t, (socket) => {
      const upstream = connect(behind, '127.0.0.1')
      upstream.pipe(socket)
      socket.once('data', (hello: Buffer) => {
        upstream.write(hello)
        socket.once('data', () => {
          hangUp(socket)
          upstream.destroy()
        })
      })
    })
    const seen = await shake(port)
    t.match(seen, { fault: { kind }, facts: { version: 'TLSv1.2', trust: [{ ok: true }] } })
    t.equal(seen.facts.chain.length, 2)
  }
})

t.test('closing the TLS socket takes the connection along', async (t) => {
  const { signal } = new AbortController()
  const below = closeWith(await connectTcp('127.0.0.1', await servers.tlsServer(t, leaf), signal), signal)
  const { layer } = await shakeHands(below, { sni: null, name: 'a.test', alpn: [], size: 'small' }, store, signal)
  layer.socket.destroy()
  await once(below.socket, 'close')
  t.ok(below.socket.destroyed)
})
