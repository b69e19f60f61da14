import { forward, redirect } from '../rules.ts'
import { PLACES } from '../network.ts'
import { FILES, issuedBy } from '../pki.ts'
import { azureFirewall } from '../services/azure-firewall.ts'
import { listens, tcp, udp } from '../services/raw.ts'
import { TAKEN, takes } from '../services/transparent.ts'
import { plainWeb, says, web } from '../services/web.ts'
import { speaks } from '../services/websocket.ts'
import {
  blocked,
  degraded,
  http,
  https,
  inconclusive,
  open,
  placed,
  site,
  smb,
  tcpPort,
  tls,
  udpPort,
  websocket,
  type World,
} from '../world.ts'

const LITERAL = '20.61.0.9'
const PRIVATE = 'ip daddr != { 10.0.0.0/8, 168.63.129.16 }'
const SQL = `iifname "inside" ${PRIVATE} tcp dport 1433 redirect to :${TAKEN.https}`
const forbidden = { expect: { reachable: false } }

/** What Azure Firewall lets pass by network rules: some addresses, and private endpoints of the same network. */
const networkRules = forward(
  'ct state established,related accept',
  'iifname "outside" accept',
  'ip daddr { 10.20.0.0/16, 20.61.0.1 } accept',
  'drop',
)

/** Default deny with an allow list of names. */
export const azure: World = {
  name: 'azure-firewall',
  says: 'Azure Firewall with application rules for some names and network rules for some addresses',
  resolvers: [PLACES.gateway],
  extras: azureFirewall({ allow: ['pypi.org', 'mcr.microsoft.com', '*.azurecr.io', 'relay.servicebus.windows.net'] }),
  rules: { middlebox: `${redirect(...takes(['http', 'https'], PRIVATE), SQL)}${networkRules}` },
  sites: [
    site('pypi.org', [web(), plainWeb()], [https(open), http(open), tls(open)]),
    site('mcr.microsoft.com', web(), https(open)),
    site('my.azurecr.io', web({ answer: says(401) }), https(open)),
    site('relay.servicebus.windows.net', web({ upgrade: speaks }), websocket(open, { path: '/$hc/ml' })),
    site(
      'ml.azure.com',
      [web(), plainWeb()],
      [https(blocked('tls-sni-filtered')), tls(blocked('tls-sni-filtered')), http(blocked('http-firewall-deny'))],
    ),
    site(
      'other.servicebus.windows.net',
      web({ upgrade: speaks }),
      websocket(blocked('tls-sni-filtered'), { path: '/$hc/ml' }),
    ),
    // Every handshake completes: it proves nothing of these two.
    site('conda.anaconda.org', web(), tcpPort(443, inconclusive('tcp-middlebox'))),
    site('files.example.net', plainWeb(), tcpPort(80, inconclusive('tcp-middlebox'))),
    // So it is on the port of SQL Server, and nothing speaks first there.
    site('sql.database.windows.net', tcp(1433, listens), tcpPort(1433, inconclusive('tcp-middlebox'))),
    // Other ports take network rules, by address: dropped unless allowed.
    site(
      'westeurope.tundra.azureml.ms',
      [web({ port: 8787 }), udp(5831, 'reply')],
      [https(blocked('tcp-timeout'), { port: 8787 }), udpPort(5831, inconclusive('udp-silent'))],
    ),
    placed(
      site(
        'northeurope.tundra.azureml.ms',
        [web({ port: 8787 }), udp(5831, 'reply'), tcp(445, listens)],
        [https(open, { port: 8787 }), udpPort(5831, open)],
      ),
      { at: ['20.61.0.1'] },
    ),
    site('a.file.core.windows.net', tcp(445, listens), smb(blocked('tcp-timeout'))),
    // Without SNI nothing passes.
    placed(
      site(
        LITERAL,
        web({ certificate: issuedBy('issuing', { names: [LITERAL] }) }),
        https(blocked('tls-closed-after-hello', 'tls-sni-filtered')),
      ),
      { at: [LITERAL] },
    ),
    // A private endpoint in the same network doesn't go through the firewall.
    placed(
      site('mine.blob.core.windows.net', web({ answer: says(400) }), [
        https(open, { expect: { private: true } }),
        tcpPort(443, inconclusive('tcp-middlebox')),
      ]),
      {
        at: ['10.20.0.4'],
        records: { cname: 'mine.privatelink.blob.core.windows.net' },
      },
    ),
    placed(site('nx.azureml.ms', [], https(blocked('dns-nxdomain'))), { records: { rcode: 'NXDOMAIN' } }),
    // What must not be reachable.
    site(
      'paste.example.net',
      [web(), plainWeb()],
      [
        https(blocked('tls-sni-filtered'), { ...forbidden, met: true }),
        http(blocked('http-firewall-deny'), { ...forbidden, met: true }),
        tcpPort(443, inconclusive('tcp-middlebox'), { ...forbidden, met: null }),
      ],
    ),
    site('leak.azurecr.io', web(), https(open, { ...forbidden, met: false })),
  ],
  zone: { 'mine.privatelink.blob.core.windows.net': { addresses: ['10.20.0.4'] } },
  findings: ['tcp-middlebox', 'tls-sni-filtered'],
}

/** The same without a single rule; this one resets. */
export const azureClosed: World = {
  name: 'azure-firewall-closed',
  says: 'Azure Firewall without rules',
  resolvers: [PLACES.gateway],
  extras: azureFirewall({ allow: [], ends: 'reset' }),
  rules: { middlebox: `${redirect(...takes(['http', 'https'], PRIVATE))}${networkRules}` },
  sites: [
    ...['pypi.org', 'mcr.microsoft.com', 'ml.azure.com'].map((host) =>
      site(host, web(), https(blocked('tls-closed-after-hello', 'tls-sni-filtered', 'http-firewall-deny'))),
    ),
    site('azure.archive.ubuntu.com', plainWeb(), [
      http(blocked('http-firewall-deny')),
      tcpPort(80, inconclusive('tcp-middlebox')),
    ]),
  ],
}

/** Premium, with TLS inspection: what is allowed is read, what is denied is closed as ever. */
export const azurePremium: World = {
  name: 'azure-firewall-premium',
  says: 'Azure Firewall Premium with TLS inspection, by a CA that this machine trusts',
  resolvers: [PLACES.gateway],
  extras: azureFirewall({ allow: ['pypi.org', 'mcr.microsoft.com', '*.azurecr.io'], inspects: true }),
  rules: { middlebox: `${redirect(...takes(['http', 'https'], PRIVATE))}${networkRules}` },
  timeout: '5s',
  options: ['--ca-file', `FILE:${FILES.interceptorRoot}`],
  sites: [
    site('pypi.org', [web(), plainWeb()], [https(degraded('tls-intercepted')), http(open)]),
    site('mcr.microsoft.com', web(), https(degraded('tls-intercepted'))),
    site('my.azurecr.io', web({ answer: says(401) }), https(degraded('tls-intercepted'))),
    site(
      'ml.azure.com',
      [web(), plainWeb()],
      [https(blocked('tls-sni-filtered')), http(blocked('http-firewall-deny'))],
    ),
  ],
  findings: ['tls-intercepted'],
}
