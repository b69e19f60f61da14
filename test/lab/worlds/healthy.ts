import { issuedBy } from '../pki.ts'
import { greets, listens, udp, tcp } from '../services/raw.ts'
import { plainWeb, says, web } from '../services/web.ts'
import { refuses, speaks } from '../services/websocket.ts'
import { dns } from '../services/dns.ts'
import {
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
  dnsProbe,
  type World,
} from '../world.ts'

const location = (to: string) => ({ location: to })

/** Everything works: every verdict but open would be false here. */
export const healthy: World = {
  name: 'healthy',
  says: 'everything works, and services say no in all the ways that are no fault of the network',
  ipv6: true,
  timeout: '5s',
  sites: [
    site(
      'pypi.org',
      [web(), plainWeb({ answer: says(301, location('https://pypi.org/')) })],
      [https(open), http(open), tls(open)],
    ),
    site('management.azure.com', web({ answer: says(400) }), https(open)),
    site('westeurope.api.azureml.ms', web({ answer: says(401, { 'www-authenticate': 'Bearer' }) }), https(open)),
    site('mcr.microsoft.com', web({ answer: says(404) }), https(open)),
    site('graph.microsoft.com', web({ answer: says(405) }), https(open)),
    site('github.com', web({ answer: says(429, { 'retry-after': '30' }) }), https(open)),
    site('bare.azureml.ms', web({ answer: says(403, { server: 'Microsoft-HTTPAPI/2.0' }) }), https(open)),
    site('ml.azure.com', web({ answer: says(302, location('https://login.ml.azure.com/')) }), https(open)),
    site(
      'go.microsoft.com',
      plainWeb({ answer: says(302, location('https://www.example.org/')) }),
      http(open, { expect: { redirects: ['example.org'] } }),
    ),
    site(
      'acct.blob.core.windows.net',
      web({ answer: says(409, { 'x-ms-error-code': 'PublicAccessNotPermitted' }) }),
      https(open),
    ),
    // Everyone's storage account has a privatelink name once it has a private endpoint; a public address is right here.
    placed(site('other.blob.core.windows.net', web({ answer: says(404) }), https(open)), {
      at: ['20.61.0.1'],
      records: { cname: 'other.privatelink.blob.core.windows.net' },
    }),
    placed(site('mine.vault.azure.net', web({ answer: says(401) }), https(open, { expect: { private: true } })), {
      at: ['10.20.0.4'],
      records: { cname: 'mine.privatelink.vaultcore.azure.net' },
    }),
    // Private where the catalogue is silent: no fault by itself.
    placed(site('intranet.contoso.com', web(), https(open)), { at: ['10.20.0.5'] }),
    placed(site('dual.azure.com', web(), https(open)), { at: ['20.61.0.2', '2603:1030::2'] }),
    placed(site('big-answer.azure.com', web(), https(open)), {
      at: ['20.61.0.5'],
      records: { addresses: ['20.61.0.5'], truncated: true },
    }),
    placed(site('late-answer.azure.com', web(), https(open)), {
      at: ['20.61.0.6'],
      records: { addresses: ['20.61.0.6'], late: 500 },
    }),
    placed(site('many.azure.com', web(), https(open)), {
      at: Array.from({ length: 12 }, (_, n) => `20.61.1.${n + 1}`),
    }),
    placed(site('six.azure.com', web(), https(open)), { at: ['2603:1030::3'] }),
    placed(site('two.azure.com', web(), https(open)), { at: ['20.61.0.3', '20.61.0.4'] }),
    site('relay.servicebus.windows.net', web({ upgrade: speaks }), [websocket(open, { path: '/$hc/ml' }), https(open)]),
    site('notebooks.azure.net', web({ answer: says(200) }), websocket(inconclusive('ws-not-offered'))),
    site(
      'secure.servicebus.windows.net',
      web({ upgrade: refuses('401 Unauthorized', 'WWW-Authenticate: Bearer\r\n') }),
      websocket(inconclusive('ws-auth-required'), { expect: { websocket: true } }),
    ),
    site('ws.example.net', plainWeb({ upgrade: speaks }), websocket(open, { port: 80, path: '/socket' })),
    site(
      'old.cert.api.azureml.ms',
      web({ tls: { maxVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: true } }),
      https(open),
    ),
    site(
      'new.cert.api.azureml.ms',
      web({ tls: { minVersion: 'TLSv1.3', requestCert: true, rejectUnauthorized: true } }),
      https(open),
    ),
    site('wild.azurecr.io', web({ certificate: issuedBy('issuing', { names: ['*.azurecr.io'] }) }), https(open)),
    site('ssh.example.net', tcp(22, greets('SSH-2.0-OpenSSH_9.2\r\n')), tcpPort(22, open)),
    site('sql.example.net', tcp(1433, listens), [tcpPort(1433, open), tcpPort(1433, open, { alone: true })]),
    site('time.example.net', udp(123, 'reply'), udpPort(123, open)),
    site('ns.example.net', dns({}), dnsProbe(open)),
    placed(site('20.61.0.9', web({ certificate: issuedBy('issuing', { names: ['20.61.0.9'] }) }), https(open)), {
      at: ['20.61.0.9'],
    }),
  ],
  zone: {
    'other.privatelink.blob.core.windows.net': { addresses: ['20.61.0.1'] },
    'mine.privatelink.vaultcore.azure.net': { addresses: ['10.20.0.4'] },
    'login.ml.azure.com': { addresses: ['20.61.0.1'] },
  },
}
