import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { forward } from '../rules.ts'
import { FILES, issuedBy } from '../pki.ts'
import { closes, greets, listens, replies, tcp, udp } from '../services/raw.ts'
import { plainWeb, says, saysRaw, web } from '../services/web.ts'
import { drops, refuses, speaks } from '../services/websocket.ts'
import {
  blocked,
  degraded,
  denied,
  http,
  https,
  inconclusive,
  open,
  placed,
  site,
  tcpPort,
  tls,
  udpPort,
  websocket,
  type World,
} from '../world.ts'

const due = { path: '/$hc/ml', expect: { websocket: true } }
const late = (milliseconds: number) =>
  web({
    answer: (_request, response) => {
      setTimeout(() => response.end('late'), milliseconds)
    },
  })
const zipped: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(gzipSync('<html>ok</html>'))
}

/** Servers that are unusual and right, and servers that are wrong in ways of their own, over a network that does nothing. */
export const oddServers: World = {
  name: 'odd-servers',
  says: 'unusual servers in a network that does nothing',
  sites: [
    site('pypi.org', web(), https(open)),
    ...[204, 301, 307, 400, 405, 409, 418, 421, 426, 429].map((status) =>
      site(`s${status}.azureml.ms`, web({ answer: says(status, { 'retry-after': '9' }) }), https(open)),
    ),
    site('s504.azureml.ms', web({ answer: says(504) }), https(degraded('http-server-error'))),
    site('gzip.azureml.ms', web({ answer: zipped }), https(open)),
    site('old.azureml.ms', web({ answer: saysRaw('HTTP/1.0 200 OK\r\n\r\nhello') }), https(open)),
    site(
      'hints.azureml.ms',
      web({
        answer: saysRaw(
          'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok',
        ),
      }),
      https(open),
    ),
    site(
      'short.azureml.ms',
      web({ answer: saysRaw('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbut less') }),
      https(open),
    ),
    site(
      'half-head.azureml.ms',
      web({ answer: saysRaw('HTTP/1.1 200 OK\r\nContent-Le') }),
      https(blocked('http-closed', 'http-malformed')),
    ),
    site('late.azureml.ms', late(1500), https(open)),
    site(
      'long.azureml.ms',
      web({
        certificate: issuedBy('issuing', {
          names: ['long.azureml.ms', ...Array.from({ length: 400 }, (_, n) => `long-name-number-${n}.azureml.ms`)],
        }),
      }),
      https(open),
    ),
    site('tls13.azureml.ms', web({ tls: { minVersion: 'TLSv1.3' } }), https(open)),
    site('curve.azureml.ms', web({ tls: { ecdhCurve: 'P-384' } }), https(open)),
    site('h2.azureml.ms', web({ tls: { ALPNProtocols: ['h2'] } as never }), [https(blocked('tls-alert')), tls(open)]),
    site(
      'any.wild.azureml.ms',
      web({ certificate: issuedBy('issuing', { names: ['*.wild.azureml.ms'] }) }),
      https(open),
    ),
    site(
      'too.deep.wild2.azureml.ms',
      web({ certificate: issuedBy('issuing', { names: ['*.wild2.azureml.ms'] }) }),
      https(blocked('tls-name-mismatch')),
    ),
    site(
      'twice.azureml.ms',
      web({ certificate: issuedBy('issuing', { names: ['other.example'], untilDays: -3 }) }),
      https(blocked('tls-expired', 'tls-name-mismatch')),
    ),
    site('own-ca.fabrikam.example', web({ certificate: issuedBy('privateRoot') }), [
      https(blocked('tls-untrusted')),
      https(open, { expect: { ca: `FILE:${FILES.privateRoot}` } }),
    ]),
    site(
      'not-own-ca.azureml.ms',
      web(),
      https(blocked('tls-untrusted'), { expect: { ca: `FILE:${FILES.privateRoot}` } }),
    ),
    site('wants12.azureml.ms', web({ tls: { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' } }), [
      https(open),
      tls(open),
      websocket(open),
    ]),
    site(
      'wants13.azureml.ms',
      web({ tls: { requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' } }),
      https(open),
    ),
    site('asks.azureml.ms', web({ tls: { requestCert: true, rejectUnauthorized: false } }), https(open)),
    // Redirects.
    site('up.azureml.ms', plainWeb({ answer: says(308, { location: 'https://up.azureml.ms/x' }) }), http(open)),
    site('sub.azureml.ms', plainWeb({ answer: says(302, { location: 'http://www.azureml.ms/x' }) }), http(open)),
    site('here.azureml.ms', plainWeb({ answer: says(302, { location: '/login?to=http://10.0.0.1/' }) }), http(open)),
    site('bare.azureml.ms', plainWeb({ answer: says(302) }), http(open)),
    site(
      'to-address.azureml.ms',
      plainWeb({ answer: says(302, { location: 'http://10.0.0.1/login' }) }),
      http(blocked('http-captive-portal')),
    ),
    site(
      'to-six.azureml.ms',
      plainWeb({ answer: says(307, { location: 'http://[fd00::1]:8080/' }) }),
      http(blocked('http-captive-portal')),
    ),
    site(
      'known.azureml.ms',
      plainWeb({ answer: says(302, { location: 'https://cdn.example.org/' }) }),
      http(open, { expect: { redirects: ['cdn.example.org'] } }),
    ),
    site('empty80.azureml.ms', plainWeb({ answer: says(200, { 'content-length': '0' }) }), http(open)),
    // Websockets.
    site(
      'ws-426.servicebus.windows.net',
      web({ upgrade: refuses('426 Upgrade Required') }),
      websocket(blocked('ws-upgrade-stripped', 'http-unexpected'), due),
    ),
    site(
      'ws-403.servicebus.windows.net',
      web({ upgrade: refuses('403 Forbidden') }),
      websocket(inconclusive('ws-auth-required'), due),
    ),
    site(
      'ws-502.servicebus.windows.net',
      web({ upgrade: refuses('502 Bad Gateway') }),
      websocket(blocked('ws-upgrade-stripped', 'http-unexpected'), due),
    ),
    site(
      'ws-200.servicebus.windows.net',
      web({ upgrade: refuses('200 OK'), answer: says(200) }),
      websocket(blocked('ws-upgrade-stripped'), due),
    ),
    site('ws-rst.servicebus.windows.net', web({ upgrade: drops(0) }), websocket(blocked('ws-frames-blocked'), due)),
    site(
      'ws-good.servicebus.windows.net',
      [web({ upgrade: speaks }), plainWeb({ upgrade: speaks })],
      [websocket(open, due), websocket(open, { ...due, port: 80 })],
    ),
    // Plain TCP, UDP.
    site('idle.azureml.ms', tcp(5000, listens), tcpPort(5000, open)),
    site('asked.azureml.ms', tcp(5001, replies('hello')), tcpPort(5001, open)),
    site('sql.azureml.ms', tcp(1433, closes), tcpPort(1433, blocked('tcp-closed-early'))),
    site('ssh.azureml.ms', tcp(22, greets('SSH-2.0-x\r\n')), [tcpPort(22, open), tcpPort(23, blocked('tcp-refused'))]),
    placed(site('udp-shut.azureml.ms', web(), udpPort(5831, blocked('udp-port-unreachable'))), { at: ['20.61.0.1'] }),
    placed(site('udp-host.azureml.ms', [web(), udp(5831, 'x')], udpPort(5831, blocked('udp-unreachable'))), {
      at: ['20.61.0.2'],
    }),
    // What must not be reachable.
    ...Object.entries({
      open: { serve: web(), is: open, met: false },
      denied: {
        serve: web({
          answer: says(403, {
            'x-ms-error-code': 'AuthorizationFailure',
            server: 'Microsoft-HTTPAPI/2.0',
            'x-ms-request-id': 'b1',
          }),
        }),
        is: denied('http-service-denied'),
        met: null,
      },
      failing: { serve: web({ answer: says(503) }), is: degraded('http-server-error'), met: false },
      cut: { serve: web({ hello: () => 'reset' as const }), is: blocked('tls-closed-after-hello'), met: true },
      shut: { serve: plainWeb(), is: blocked('tcp-refused'), met: true },
      foreign: {
        serve: web({ certificate: issuedBy('issuing', { names: ['other.example'] }) }),
        is: blocked('tls-name-mismatch'),
        met: null,
      },
    } as const).map(([name, { serve, is, met }]) =>
      site(`no-${name}.example.net`, serve, https(is, { expect: { reachable: false }, met })),
    ),
    placed(
      site('no-name.example.net', [], https(blocked('dns-nxdomain'), { expect: { reachable: false }, met: null })),
      { records: { rcode: 'NXDOMAIN' } },
    ),
    placed(
      site('no-silence.example.net', web(), https(blocked('tcp-timeout'), { expect: { reachable: false }, met: true })),
      { at: ['20.61.0.3'] },
    ),
  ],
  rules: {
    middlebox: forward(
      'ip daddr 20.61.0.1 udp dport 5831 reject with icmp port-unreachable',
      'ip daddr 20.61.0.2 udp dport 5831 reject with icmp host-prohibited',
      'ip daddr 20.61.0.3 drop',
    ),
  },
}
