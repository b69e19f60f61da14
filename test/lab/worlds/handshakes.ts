import { Buffer } from 'node:buffer'
import { greets, replies, tcp } from '../services/raw.ts'
import { plainWeb, web, says } from '../services/web.ts'
import type { Fate } from '../services/first-flight.ts'
import { blocked, degraded, https, open, site, tls, websocket, type World } from '../world.ts'

/** A fatal TLS alert (RFC 8446, section 6). */
const alert = (number: number): Fate => ({ send: Buffer.from([21, 3, 3, 0, 2, 2, number]), then: 'close' })
/** The beginning of a ServerHello, and no more. */
const half = Buffer.from(`160303007a020000760303${'5a'.repeat(32)}20`, 'hex')
const always = (fate: Fate) => web({ hello: () => fate })
const onlyItself = (fate: Fate) => web({ hello: (sni, host) => (sni === host ? 'answer' : fate) })
const notItself = (fate: Fate) => web({ hello: (sni, host) => (sni === host ? fate : 'answer') })
const SSL_OLD = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const

/** Everything that can become of a ClientHello, by the server's own doing. */
export const handshakes: World = {
  name: 'handshakes',
  says: 'single servers that break the handshake in a network that does nothing',
  sites: [
    site('pypi.org', web(), https(open)),
    site('closed.azureml.ms', always('close'), [
      https(blocked('tls-closed-after-hello')),
      tls(blocked('tls-closed-after-hello')),
    ]),
    site('reset.azureml.ms', always('reset'), https(blocked('tls-closed-after-hello'))),
    site('silent.azureml.ms', always('silent'), https(blocked('tls-silent-after-hello'))),
    // Here and only for this name: filtered, and nobody can prove by whom.
    site('filtered.azureml.ms', notItself('close'), https(blocked('tls-sni-filtered'))),
    site('filtered-rst.azureml.ms', notItself('reset'), https(blocked('tls-sni-filtered'))),
    site('filtered-silent.azureml.ms', notItself('silent'), https(blocked('tls-sni-filtered'))),
    // Near misses: a strict server that refuses every name but its own.
    site('strict.azureml.ms', onlyItself('reset'), https(open)),
    site('strict-alert.azureml.ms', onlyItself(alert(112)), https(open)),
    site('midway.azureml.ms', always({ send: half, then: 'close' }), https(blocked('tls-broken-midway'))),
    site('midway-rst.azureml.ms', always({ send: half, then: 'reset' }), https(blocked('tls-broken-midway'))),
    site('midway-silent.azureml.ms', always({ send: half, then: 'silent' }), https(blocked('tls-broken-midway'))),
    site('alert40.azureml.ms', always(alert(40)), https(blocked('tls-alert'))),
    site('alert80.azureml.ms', always(alert(80)), https(blocked('tls-alert'))),
    site('alert112.azureml.ms', always(alert(112)), https(blocked('tls-alert'))),
    site('alert0.azureml.ms', always(alert(0)), https(blocked('tls-alert', 'tls-closed-after-hello'))),
    site('oldtls.azureml.ms', web({ tls: SSL_OLD }), https(blocked('tls-version'))),
    site('tls12.azureml.ms', web({ tls: { maxVersion: 'TLSv1.2' } }), https(open)),
    site('plain.azureml.ms', plainWeb({ port: 443 }), https(blocked('not-tls'))),
    site('ssh.azureml.ms', tcp(443, greets('SSH-2.0-OpenSSH_9.2\r\n')), https(blocked('not-tls'))),
    site('junk.azureml.ms', tcp(443, replies(Buffer.alloc(64, 0x5a))), [
      https(blocked('not-tls')),
      websocket(blocked('not-tls')),
    ]),
    // The first connection is reset, and none after it.
    site('flaky.azureml.ms', flaky(), https(degraded('flaky'))),
    site('busy.azureml.ms', web({ answer: says(200, { connection: 'close' }) }), https(open)),
  ],
}

function flaky() {
  let count = 0
  return web({ hello: () => (++count === 1 ? 'reset' : 'answer') })
}
