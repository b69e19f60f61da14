import { forward } from '../rules.ts'
import { issuedBy } from '../pki.ts'
import { PLACES } from '../network.ts'
import { says, plainWeb, web } from '../services/web.ts'
import { proxy, type Decision } from '../services/proxy.ts'
import { refuses, speaks } from '../services/websocket.ts'
import { SQUID } from '../software/squid.ts'
import {
  blocked,
  degraded,
  denied,
  http,
  https,
  inconclusive,
  open,
  site,
  tcpPort,
  websocket,
  type World,
} from '../world.ts'
import { onlyProxy, proxyAt, settings } from './proxy-settings.ts'

const html = { 'Content-Type': 'text/html' }
const DECISIONS: Readonly<Record<string, Decision>> = {
  'hung.example.net': { tunnel: 'silent' },
  'shut.example.net': { tunnel: 'close' },
  'cut.example.net': { tunnel: 'reset' },
  'junk.example.net': { status: '200 OK', headers: html, body: '<h1>Welcome to the proxy</h1>' },
  'asks.example.net': { status: '407 Proxy Authentication Required', headers: { 'Proxy-Authenticate': 'Negotiate' } },
  'e503.example.net': { status: '503 Service Unavailable', headers: html, body: 'DNS failure' },
  'e504.example.net': { status: '504 Gateway Timeout' },
  'e500.example.net': { status: '500 Internal Server Error' },
  'e451.example.net': { status: '451 Unavailable For Legal Reasons', headers: html, body: 'no' },
  'e405.example.net': { status: '405 Method Not Allowed' },
  'e302.example.net': { status: '302 Found', headers: { Location: 'http://block.contoso.com/' } },
}
const down = (is: Parameters<typeof https>[0]) => (host: string) => site(host, [web(), plainWeb()], https(is))

/** A proxy that breaks each tunnel in its own way. */
export const oddProxy: World = {
  name: 'odd-proxy',
  says: 'an explicit proxy that opens tunnels and breaks them, or answers oddly, and exemptions that are too wide',
  env: settings(proxyAt(PLACES.gateway), '.wide.example.net,10.0.0.0/8'),
  extras: [{ role: 'middlebox', at: PLACES.gateway, serve: proxy(SQUID.proxy, (host) => DECISIONS[host] ?? 'pass') }],
  rules: { middlebox: onlyProxy },
  sites: [
    site('pypi.org', web(), https(open)),
    ...['hung.example.net'].map(down(blocked('tls-silent-after-hello'))),
    ...['shut.example.net', 'cut.example.net'].map(down(blocked('tls-closed-after-hello', 'proxy-no-response'))),
    ...['junk.example.net'].map(down(blocked('tls-closed-after-hello', 'not-tls'))),
    ...['asks.example.net'].map(down(blocked('proxy-auth-required'))),
    ...['e500.example.net', 'e503.example.net', 'e504.example.net'].map(down(blocked('proxy-bad-gateway'))),
    ...['e451.example.net', 'e405.example.net', 'e302.example.net'].map(down(blocked('proxy-denied'))),
    site('too.wide.example.net', web(), https(blocked('proxy-needed'))),
    site(
      'ws.wide.example.net',
      web({ upgrade: speaks }),
      websocket(blocked('proxy-needed'), { path: '/a', expect: { websocket: true } }),
    ),
    // Beyond the tunnel.
    site('busy.azureml.ms', web({ answer: says(503) }), https(degraded('http-server-error'))),
    site(
      'expired.azureml.ms',
      web({ certificate: issuedBy('issuing', { untilDays: -1 }) }),
      https(blocked('tls-expired')),
    ),
    site(
      'vault.vault.azure.net',
      web({
        answer: says(
          403,
          { 'content-type': 'application/json' },
          '{"error":{"code":"Forbidden","innererror":{"code":"ForbiddenByConnection"}}}',
        ),
      }),
      https(denied('http-service-denied')),
    ),
    site(
      'no-ws.servicebus.windows.net',
      web({ upgrade: refuses('403 Forbidden') }),
      websocket(inconclusive('ws-auth-required'), { path: '/x' }),
    ),
    site('forbidden.example.net', web(), https(open, { expect: { reachable: false }, met: false })),
    site('e403.example.net', web(), tcpPort(443, blocked('tcp-timeout'))),
  ],
}

/** Plain HTTP alone is denied. */
export const onlySecure: World = {
  name: 'only-secure',
  says: 'a firewall that lets port 443 through and resets port 80',
  sites: [
    site('azure.archive.ubuntu.com', [web(), plainWeb()], [https(open), http(blocked('tcp-refused'))]),
    site(
      'security.ubuntu.com',
      [web(), plainWeb()],
      [https(open), http(blocked('tcp-refused'), { expect: { reachable: false }, met: true })],
    ),
  ],
  rules: { middlebox: forward('tcp dport 80 reject with tcp reset') },
}
