import { issuedBy } from '../pki.ts'
import { PLACES } from '../network.ts'
import { greets, listens, tcp } from '../services/raw.ts'
import { plainWeb, web } from '../services/web.ts'
import { proxy, type Decision } from '../services/proxy.ts'
import { speaks } from '../services/websocket.ts'
import { SQUID } from '../software/squid.ts'
import { blocked, http, https, open, site, tls, websocket, type World } from '../world.ts'

import { onlyProxy, proxyAt, settings } from './proxy-settings.ts'

const broken = (name: string, says: string, proxy: string, cause: string, more: Partial<World> = {}): World => ({
  name,
  says,
  env: settings(proxyAt(proxy)),
  sites: [
    site('pypi.org', [web(), plainWeb()], [https(blocked(cause)), http(blocked(cause))]),
    site('mcr.microsoft.com', web(), https(blocked(cause))),
  ],
  findings: [cause],
  ...more,
})

export const proxyRefuses = broken(
  'proxy-refuses',
  "nothing listens on the proxy's port",
  PLACES.gateway,
  'proxy-unreachable',
)
export const proxySilent = broken('proxy-dropped', 'packets to the proxy are dropped', '10.9.9.9', 'proxy-unreachable')
export const proxyUnknown = broken(
  'proxy-unknown',
  "the proxy's name does not exist",
  'proxy.contoso.example',
  'proxy-unresolved',
)
export const proxyMute = broken(
  'proxy-mute',
  'the proxy takes requests and answers none',
  PLACES.gateway,
  'proxy-no-response',
  {
    extras: [{ role: 'middlebox', at: PLACES.gateway, serve: tcp(SQUID.proxy, listens) }],
  },
)

const html = { 'Content-Type': 'text/html' }
const DECISIONS: Readonly<Record<string, Decision>> = {
  'denied.example.net': { status: '403 Forbidden', headers: html, body: '<h1>Blocked by policy</h1>' },
  'bad.example.net': { status: '502 Bad Gateway', headers: html, body: 'cannot reach' },
  'late.example.net': { status: '504 Gateway Timeout', headers: html, body: 'cannot reach' },
  'away.example.net': { status: '302 Found', headers: { Location: 'http://proxy.contoso.com/blocked' } },
  'gone.example.net': 'close',
}

/** A proxy of another make: each host meets one answer to CONNECT. */
export const otherProxy: World = {
  name: 'proxy-other',
  says: 'an explicit proxy of an unknown make',
  env: settings(proxyAt(PLACES.gateway)),
  extras: [{ role: 'middlebox', at: PLACES.gateway, serve: proxy(SQUID.proxy, (host) => DECISIONS[host] ?? 'pass') }],
  rules: { middlebox: onlyProxy },
  sites: [
    site('pypi.org', web(), [https(open), tls(open)]),
    site('relay.servicebus.windows.net', web({ upgrade: speaks }), websocket(open, { path: '/$hc/ml' })),
    site(
      'denied.example.net',
      [web(), plainWeb()],
      [https(blocked('proxy-denied')), websocket(blocked('proxy-denied'))],
    ),
    site('bad.example.net', web(), https(blocked('proxy-bad-gateway'))),
    site('late.example.net', web(), https(blocked('proxy-bad-gateway'))),
    // No status of these says what happened; blocked at the proxy is what counts.
    site('away.example.net', web(), https(blocked('proxy-denied', 'http-captive-portal', 'unknown'))),
    site(
      'gone.example.net',
      web(),
      https(blocked('proxy-denied', 'proxy-no-response', 'proxy-bad-gateway', 'unknown')),
    ),
    // What happens behind the tunnel is not the proxy's doing.
    site('closed.azureml.ms', web({ hello: () => 'close' }), https(blocked('tls-closed-after-hello'))),
    site('silent.azureml.ms', web({ hello: () => 'silent' }), https(blocked('tls-silent-after-hello'))),
    site(
      'wrong.azureml.ms',
      web({ certificate: issuedBy('issuing', { names: ['other.example'] }) }),
      https(blocked('tls-name-mismatch')),
    ),
  ],
}

/** A proxy that speaks something else. */
export const notAProxy = broken('proxy-not-http', 'SSH listens where the proxy should', PLACES.gateway, 'unknown', {
  extras: [{ role: 'middlebox', at: PLACES.gateway, serve: tcp(SQUID.proxy, greets('SSH-2.0-OpenSSH_9.2\r\n')) }],
  sites: [
    site('pypi.org', web(), https(blocked('unknown', 'proxy-bad-gateway', 'proxy-no-response', 'protocol-mismatch'))),
  ],
  findings: [],
})
