import { FILES, issuedBy } from '../pki.ts'
import { PLACES } from '../network.ts'
import { greets, tcp, udp } from '../services/raw.ts'
import { plainWeb, says, web } from '../services/web.ts'
import { speaks } from '../services/websocket.ts'
import { squid, type Squid } from '../software/squid.ts'
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
  type Ruling,
  type World,
} from '../world.ts'

import { onlyProxy, proxyAt, settings } from './proxy-settings.ts'

const behind = (name: string, says: string, wish: Squid, more: Partial<World> & Pick<World, 'sites'>): World => ({
  name,
  says,
  software: [squid(wish)],
  env: settings(proxyAt(PLACES.gateway)),
  rules: { middlebox: onlyProxy },
  ...more,
})

export const allowList = behind(
  'proxy-allow-list',
  'Squid as an explicit proxy with an allow list; everything else is dropped',
  { allow: ['pypi.org', '.azureml.ms', 'relay.servicebus.windows.net', 'a.blob.core.windows.net', 'ws.example.net'] },
  {
    env: settings(proxyAt(PLACES.gateway), 'exempt.azureml.ms,direct.azureml.ms'),
    sites: [
      site('pypi.org', [web(), plainWeb()], [https(open), http(open), tls(open)]),
      site('relay.servicebus.windows.net', web({ upgrade: speaks }), websocket(open, { path: '/$hc/ml' })),
      site(
        'evil.example.net',
        [web(), plainWeb()],
        [
          https(blocked('proxy-denied')),
          http(blocked('proxy-denied', 'http-block-page', 'http-firewall-deny')),
          websocket(blocked('proxy-denied')),
        ],
      ),
      placed(site('nx.azureml.ms', [], https(blocked('proxy-bad-gateway'))), { records: { rcode: 'NXDOMAIN' } }),
      site('shut.azureml.ms', plainWeb({ port: 81 }), https(blocked('proxy-bad-gateway'))),
      site(
        'expired.azureml.ms',
        web({ certificate: issuedBy('issuing', { untilDays: -2 }) }),
        https(blocked('tls-expired')),
      ),
      site(
        'a.blob.core.windows.net',
        web({ answer: says(403, { 'x-ms-error-code': 'AuthorizationFailure', server: 'Microsoft-HTTPAPI/2.0' }) }),
        https(denied('http-service-denied')),
      ),
      site('error.azureml.ms', web({ answer: says(503) }), https(degraded('http-server-error'))),
      // A websocket asks for a tunnel even on port 80 (RFC 6455, section 4.1), where Squid gives none; in absolute form it drops the
      // Upgrade header.
      site(
        'ws.example.net',
        plainWeb({ upgrade: speaks }),
        websocket(blocked('proxy-denied', 'ws-upgrade-stripped'), {
          port: 80,
          path: '/socket',
          expect: { websocket: true },
        }),
      ),
      // NO_PROXY is too wide for the one, right for the other.
      site('exempt.azureml.ms', web(), https(blocked('proxy-needed'))),
      placed(site('direct.azureml.ms', web(), https(open)), { at: ['20.61.0.1'] }),
      // These never use a proxy.
      site(
        'ssh.example.net',
        [tcp(22, greets('SSH-2.0-x\r\n')), udp(5831, 'reply')],
        [tcpPort(22, blocked('tcp-timeout')), udpPort(5831, inconclusive('udp-silent'))],
      ),
    ],
  },
)

const two = (is: readonly Ruling[]) => [
  site('pypi.org', [web(), plainWeb()], [https(is), http(is)]),
  site('mcr.microsoft.com', web(), [https(is), websocket(is)]),
]

export const authMissing = behind(
  'proxy-auth-missing',
  'Squid wants credentials and gets none',
  { account: 'a:b' },
  {
    sites: two(blocked('proxy-auth-required')),
    findings: ['proxy-auth-required'],
  },
)

export const authGiven = behind(
  'proxy-auth-given',
  'Squid wants credentials and gets them',
  { account: 'a:b' },
  {
    env: settings(proxyAt(PLACES.gateway, 'a:b@')),
    sites: [
      site('pypi.org', [web(), plainWeb()], [https(open), http(open)]),
      site('mcr.microsoft.com', web(), https(open)),
    ],
  },
)

const bumped = (name: string, says: string, is: readonly Ruling[], options: readonly string[]) =>
  behind(
    name,
    says,
    { bump: true },
    {
      options,
      timeout: '5s',
      sites: [
        ...['pypi.org', 'mcr.microsoft.com', 'management.azure.com'].map((host) => site(host, web(), https(is))),
        site('azure.archive.ubuntu.com', plainWeb(), http(open)),
      ],
      findings: ['tls-intercepted'],
    },
  )
export const bumpUntrusted = bumped(
  'proxy-bump-untrusted',
  'an explicit Squid that ends TLS, with a CA that this machine does not trust',
  blocked('tls-intercepted'),
  [],
)
export const bumpTrusted = bumped(
  'proxy-bump-trusted',
  'an explicit Squid that ends TLS, with a CA that this machine trusts',
  degraded('tls-intercepted'),
  ['--ca-file', `FILE:${FILES.interceptorRoot}`],
)
