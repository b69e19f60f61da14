import { issuedBy } from '../pki.ts'
import { SQUID, squid } from '../software/squid.ts'
import { redirect } from '../rules.ts'
import { answer } from '../services/http-head.ts'
import { webFilter } from '../services/filters.ts'
import { TAKEN, takes } from '../services/transparent.ts'
import { plainWeb, says, web } from '../services/web.ts'
import { blocked, http, https, inconclusive, open, site, tcpPort, type World } from '../world.ts'

const html = { 'Content-Type': 'text/html' }
const refuseTls =
  'table inet portal {\nchain forward {\ntype filter hook forward priority 0\ntcp dport 443 reject with tcp reset\n}\n}\n'

/** The network of a hotel before one has logged in. */
export const captivePortal: World = {
  name: 'captive-portal',
  says: 'a guest network before login: plain HTTP is redirected to its portal, TLS is refused',
  extras: [webFilter(() => answer('302 Found', { Location: 'http://login.guestnet.example/start' }, ''))],
  rules: { middlebox: redirect(...takes(['http'])) + refuseTls },
  sites: [
    site('azure.archive.ubuntu.com', plainWeb(), http(blocked('http-captive-portal'))),
    site('security.ubuntu.com', plainWeb(), http(blocked('http-captive-portal'))),
    site('pypi.org', web(), https(blocked('tcp-refused'))),
  ],
}

export const captivePortal511: World = {
  name: 'captive-portal-511',
  says: 'a guest network that says so with status 511 (RFC 6585)',
  extras: [
    webFilter(() =>
      answer('511 Network Authentication Required', html, '<a href="http://login.guestnet.example/">log in</a>'),
    ),
  ],
  rules: { middlebox: redirect(...takes(['http'])) },
  sites: [
    site('azure.archive.ubuntu.com', plainWeb(), http(blocked('http-captive-portal'))),
    site('pypi.org', web(), https(open)),
  ],
}

/** Near miss: services of the same kind that redirect and refuse by themselves. */
export const noPortal: World = {
  name: 'no-portal',
  says: 'plain HTTP through a filter that touches nothing here, with redirects and refusals of the sites themselves',
  extras: [webFilter(() => undefined)],
  rules: { middlebox: redirect(...takes(['http'])) },
  sites: [
    site('archive.ubuntu.com', plainWeb({ answer: says(301, { location: 'https://www.ubuntu.com/' }) }), http(open)),
    site('security.ubuntu.com', plainWeb({ answer: says(200) }), http(open)),
    site(
      'go.microsoft.com',
      plainWeb({ answer: says(302, { location: 'https://www.example.org/' }) }),
      http(open, { expect: { redirects: ['example.org'] } }),
    ),
  ],
}

const COMPANY_PAGE = answer(
  '403 Forbidden',
  html,
  '<html><title>Not allowed</title><body>Your organisation does not allow this page. Category: unknown.</body></html>',
)
const ALLOWED = ['azure.archive.ubuntu.com', 'packages.microsoft.com']

/** A filter that nobody has a signature of; it shows itself by answering for addresses where nothing is. */
export const unknownFilter: World = {
  name: 'web-filter-unknown',
  says: 'a web filter of an unknown vendor on port 80 with an allow list',
  extras: [webFilter((host) => (ALLOWED.includes(host) ? undefined : COMPANY_PAGE))],
  rules: { middlebox: redirect(...takes(['http'])) },
  sites: [
    site('azure.archive.ubuntu.com', plainWeb(), http(open)),
    site(
      'packages.microsoft.com',
      plainWeb({ answer: says(301, { location: 'https://packages.microsoft.com/' }) }),
      http(open),
    ),
    site('security.ubuntu.com', plainWeb(), http(blocked('http-block-page'))),
    site('download.pytorch.org', plainWeb(), http(blocked('http-block-page'))),
    site('pypi.org', web(), https(open)),
  ],
}

const FORTIGATE_PAGE = answer(
  '403 Forbidden',
  html,
  '<!DOCTYPE html><html><head><title>Web Filter Violation</title></head><body><h1>FortiGuard Intrusion Prevention - Access Blocked</h1>' +
    '<h3>Web Page Blocked</h3><p>You have tried to access a web page that is in violation of your Internet usage policy.</p></body></html>',
)

export const vendorFilter: World = {
  name: 'web-filter-fortigate',
  says: 'a FortiGate that answers plain HTTP to denied hosts with its page',
  extras: [webFilter((host) => (host === 'security.ubuntu.com' ? FORTIGATE_PAGE : undefined))],
  rules: { middlebox: redirect(...takes(['http'])) },
  sites: [
    site('azure.archive.ubuntu.com', plainWeb(), http(open)),
    site('security.ubuntu.com', plainWeb(), http(blocked('http-block-page', 'http-firewall-deny'))),
    // Near miss: a bare 403 of the site itself.
    site('private.example.net', plainWeb({ answer: says(403, { server: 'nginx' }, 'Forbidden') }), http(open)),
  ],
}

/** The guest network's portal behind every name, with a certificate that is right for its own. */
export const securePortal: World = {
  name: 'captive-portal-tls',
  says: 'a guest network whose portal answers for every address, on 443 with its own certificate',
  extras: [
    webFilter(() => answer('302 Found', { Location: 'https://login.guestnet.example/start' }, '')),
    {
      role: 'middlebox',
      at: '0.0.0.0',
      serve: web({ port: TAKEN.https, certificate: issuedBy('issuing', { names: ['login.guestnet.example'] }) }),
    },
  ],
  rules: { middlebox: redirect(...takes(['http', 'https'])) },
  sites: [
    site('azure.archive.ubuntu.com', plainWeb(), http(blocked('http-captive-portal'))),
    site('pypi.org', web(), [https(blocked('tls-name-mismatch')), tcpPort(443, inconclusive('tcp-middlebox'))]),
    site('mcr.microsoft.com', web(), https(blocked('tls-name-mismatch'))),
  ],
}

/** Squid in the way, with a list of its own. */
export const transparentSquid: World = {
  name: 'squid-transparent',
  says: 'a transparent Squid on port 80 with an allow list',
  software: [squid({ allow: ['azure.archive.ubuntu.com'], transparent: true, bump: true })],
  rules: { middlebox: redirect(`iifname "inside" tcp dport 80 redirect to :${SQUID.http}`) },
  sites: [
    site('azure.archive.ubuntu.com', plainWeb(), http(open)),
    site('security.ubuntu.com', plainWeb(), http(blocked('http-block-page', 'http-firewall-deny'))),
    site('pypi.org', web(), https(open)),
  ],
}
