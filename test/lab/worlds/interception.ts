import { FILES } from '../pki.ts'
import { redirect } from '../rules.ts'
import { interceptor } from '../services/filters.ts'
import { takes } from '../services/transparent.ts'
import { plainWeb, says, web } from '../services/web.ts'
import { speaks } from '../services/websocket.ts'
import { SQUID, squid } from '../software/squid.ts'
import { blocked, degraded, http, https, open, site, tls, websocket, type Ruling, type World } from '../world.ts'

const trusted = ['--ca-file', `FILE:${FILES.interceptorRoot}`]
const hosts = ['pypi.org', 'mcr.microsoft.com', 'management.azure.com', 'files.pythonhosted.org']
const sites = (is: readonly Ruling[]) => hosts.map((host) => site(host, web(), [https(is), tls(is)]))

const intercepted = (name: string, says: string, is: readonly Ruling[], options: readonly string[]): World => ({
  name,
  says,
  extras: [interceptor(['login.microsoftonline.com'])],
  rules: { middlebox: redirect(...takes(['https'])) },
  options,
  timeout: '5s',
  sites: [
    ...sites(is),
    site('relay.servicebus.windows.net', web({ upgrade: speaks }), websocket(is, { path: '/$hc/ml' })),
    site('denied.blob.core.windows.net', web({ answer: says403 }), https(is)),
    // Exempt from inspection, as logins usually are.
    site('login.microsoftonline.com', web(), https(open)),
    site('azure.archive.ubuntu.com', plainWeb(), http(open)),
  ],
  findings: ['tls-intercepted'],
})
const says403 = says(403)

export const inspectionUntrusted = intercepted(
  'inspection-untrusted',
  'TLS inspection with a CA that this machine does not trust',
  blocked('tls-intercepted'),
  [],
)
export const inspectionTrusted = intercepted(
  'inspection-trusted',
  "TLS inspection with a CA in this machine's trust store",
  degraded('tls-intercepted'),
  trusted,
)

/** Squid drops the Upgrade header unless it is told otherwise. */
export const squidInspection: World = {
  name: 'squid-inspection',
  says: 'a transparent Squid that ends TLS, trusted by this machine, and strips websocket upgrades',
  software: [squid({ bump: true, transparent: true })],
  rules: {
    middlebox: redirect(
      `iifname "inside" tcp dport 80 redirect to :${SQUID.http}`,
      `iifname "inside" tcp dport 443 redirect to :${SQUID.https}`,
    ),
  },
  options: trusted,
  timeout: '5s',
  sites: [
    ...sites(degraded('tls-intercepted')),
    site(
      'relay.servicebus.windows.net',
      web({ upgrade: speaks }),
      websocket(blocked('ws-upgrade-stripped', 'tls-intercepted'), { path: '/$hc/ml', expect: { websocket: true } }),
    ),
    site(
      'ws.example.net',
      plainWeb({ upgrade: speaks }),
      websocket(blocked('ws-upgrade-stripped'), { port: 80, path: '/socket', expect: { websocket: true } }),
    ),
    site('azure.archive.ubuntu.com', plainWeb(), http(open)),
  ],
  findings: ['tls-intercepted'],
}
