import { forward, redirect } from '../rules.ts'
import { FILES, issuedBy } from '../pki.ts'
import { interceptor, sniFilter, webFilter } from '../services/filters.ts'
import { answer } from '../services/http-head.ts'
import { takes } from '../services/transparent.ts'
import { plainWeb, says, web } from '../services/web.ts'
import { speaks } from '../services/websocket.ts'
import {
  blocked,
  degraded,
  either,
  http,
  https,
  inconclusive,
  open,
  placed,
  site,
  tcpPort,
  tls,
  websocket,
  type World,
} from '../world.ts'

const PAGE = '<html><head><title>Example Domain</title></head><body><p>This page is not available.</p></body></html>'

/** Handshakes of TCP pass, and what carries data doesn't. */
export const dataCutter: World = {
  name: 'data-cutter',
  says: 'a firewall that lets connections to some addresses begin, and cuts what carries data',
  sites: [
    site('pypi.org', web(), https(open)),
    placed(site('up.azureml.ms', web(), https(blocked('tls-silent-after-hello'))), { at: ['20.61.0.1'] }),
    placed(
      site('down.azureml.ms', web(), https(blocked('tls-silent-after-hello', 'mtu-blackhole', 'tls-broken-midway'))),
      { at: ['20.61.0.2'] },
    ),
    placed(
      site(
        'reset.azureml.ms',
        web(),
        https(blocked('tls-closed-after-hello', 'tls-sni-filtered', 'tls-broken-midway', 'tcp-refused', 'http-closed')),
      ),
      { at: ['20.61.0.4'] },
    ),
    placed(site('plain.azureml.ms', plainWeb(), http(blocked('http-no-response'))), { at: ['20.61.0.3'] }),
  ],
  rules: {
    middlebox: forward(
      'ip daddr { 20.61.0.1, 20.61.0.3 } tcp flags & (psh|ack) == (psh|ack) drop',
      'ip saddr 20.61.0.2 meta length > 200 drop',
      'ip daddr 20.61.0.4 tcp flags & (psh|ack) == (psh|ack) reject with tcp reset',
    ),
  },
}

/** Inspection of some names, by a CA that this machine does not know, and a filter that answers port 80 with an ordinary page. */
export const partInspection: World = {
  name: 'part-inspection',
  says: 'a firewall that inspects all but the names on its list, with a CA that nobody here trusts, and answers port 80 itself',
  timeout: '5s',
  extras: [
    interceptor(['pypi.org', 'relay.servicebus.windows.net']),
    webFilter(() => answer('200 OK', { 'Content-Type': 'text/html' }, PAGE)),
  ],
  rules: { middlebox: redirect(...takes(['http', 'https'])) },
  sites: [
    site('pypi.org', web(), https(open)),
    site('relay.servicebus.windows.net', web({ upgrade: speaks }), websocket(open, { path: '/$hc/ml' })),
    site('mcr.microsoft.com', web(), [
      https(blocked('tls-intercepted')),
      tls(blocked('tls-intercepted')),
      tcpPort(443, inconclusive('tcp-middlebox')),
    ]),
    site('management.azure.com', web({ answer: says(403) }), https(blocked('tls-intercepted'))),
    site('alone.example.net', web(), https(blocked('tls-intercepted', 'tls-untrusted'), { alone: true })),
    site(
      'login.microsoftonline.com',
      web({ upgrade: speaks }),
      websocket(blocked('tls-intercepted'), { path: '/a', expect: { websocket: true } }),
    ),
    site('leak.example.net', web(), https(blocked('tls-intercepted'), { expect: { reachable: false } })),
    site('azure.archive.ubuntu.com', plainWeb(), http(blocked('http-block-page'))),
    site('security.ubuntu.com', plainWeb({ answer: says(404) }), http(blocked('http-block-page'))),
  ],
  findings: ['tls-intercepted'],
}

/** The page of a filter over a chain that this machine trusts. */
export const trustedPage: World = {
  name: 'trusted-block-page',
  says: 'TLS inspection with a CA that this machine trusts, which answers denied names with its page',
  timeout: '5s',
  options: ['--ca-file', `FILE:${FILES.interceptorRoot}`],
  extras: [interceptor()],
  rules: { middlebox: redirect(...takes(['https'])) },
  sites: [
    ...['pypi.org', 'mcr.microsoft.com'].map((host) => site(host, web(), https(degraded('tls-intercepted')))),
    site(
      'fortinet.example.net',
      web({
        answer: says(
          403,
          { 'content-type': 'text/html' },
          '<!DOCTYPE html><html><head><title>Web Filter Violation</title></head><body><h1>FortiGuard Intrusion Prevention - Access Blocked</h1><h3>Web Page Blocked</h3><p>You have tried to access a web page that is in violation of your Internet usage policy.</p></body></html>',
        ),
      }),
      https(blocked('http-block-page')),
    ),
    // An interceptor whose own way out is shut.
    site(
      'dead.azureml.ms',
      plainWeb(),
      https(
        blocked('tls-closed-after-hello', 'http-closed', 'tls-broken-midway', 'tls-sni-filtered', 'tls-intercepted'),
      ),
    ),
    site('busy.azureml.ms', web({ answer: says(503) }), https(degraded('tls-intercepted', 'http-server-error'))),
    site(
      'own.fabrikam.example',
      web({ certificate: issuedBy('privateRoot') }),
      https(
        blocked(
          'tls-untrusted',
          'tls-intercepted',
          'http-closed',
          'tls-closed-after-hello',
          'tls-sni-filtered',
          'tls-broken-midway',
        ),
        { expect: { ca: `FILE:${FILES.privateRoot}` } },
      ),
    ),
  ],
}

/** Alerts, junk and half answers for single names. */
export const loudFilter: World = {
  name: 'loud-filter',
  says: 'a firewall that answers denied names with an alert, with HTTP, or with the beginning of a handshake',
  extras: [
    sniFilter((name) => {
      if (name === 'alert.example.net') return { send: Buffer.from([21, 3, 3, 0, 2, 2, 49]), then: 'close' }
      if (name === 'http.example.net') return { send: Buffer.from('HTTP/1.1 403 Forbidden\r\n\r\n'), then: 'close' }
      if (name === 'half.example.net') return { send: Buffer.from('160303007a', 'hex'), then: 'reset' }
      if (name === 'warn.example.net') return { send: Buffer.from([21, 3, 3, 0, 2, 1, 112]), then: 'close' }
      return 'answer'
    }),
  ],
  rules: { middlebox: redirect(...takes(['https'])) },
  sites: [
    site('pypi.org', web(), https(open)),
    site('alert.example.net', web(), https(blocked('tls-alert'))),
    site('http.example.net', web(), https(blocked('not-tls'))),
    site('half.example.net', web(), https(blocked('tls-broken-midway'))),
    site('warn.example.net', web(), https(blocked('tls-alert', 'tls-broken-midway', 'tls-closed-after-hello'))),
    site('no-alert.example.net', web(), https(open, { expect: { reachable: false }, met: false })),
  ],
}

/** A guest network's portal at an address, for port 80 alone. */
export const addressPortal: World = {
  name: 'address-portal',
  says: 'a portal that redirects port 80 to an address, and drops port 443',
  extras: [
    webFilter((host) =>
      host === 'known.example.net'
        ? undefined
        : answer('302 Found', { Location: 'http://10.1.0.1:8002/index.php?zone=guest' }, ''),
    ),
  ],
  rules: { middlebox: `${redirect(...takes(['http']))}${forward('tcp dport 443 drop')}` },
  sites: [
    site('pypi.org', web(), https(blocked('tcp-timeout'))),
    site('azure.archive.ubuntu.com', plainWeb(), http(blocked('http-captive-portal'))),
    site(
      'security.ubuntu.com',
      plainWeb(),
      http(blocked('http-captive-portal'), { expect: { reachable: false }, met: true }),
    ),
    site(
      'known.example.net',
      plainWeb({ answer: says(301, { location: 'https://known.example.net/' }) }),
      http(either(open, degraded('slow'))),
    ),
  ],
}
