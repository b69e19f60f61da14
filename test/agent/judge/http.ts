import t from 'tap'
import {
  closed,
  connect,
  decoy,
  endpoint,
  HEALTHY,
  HOST,
  http,
  leafBy,
  refusedChain,
  reset,
  resolve,
  silence,
  testCases,
  tls,
} from '../../fixtures/evidence.ts'

const plain = endpoint(HOST, { probe: 'http', port: 80 })
const over = (...args: Parameters<typeof http>) => [resolve(), connect(), tls(), http(...args)]
const clear = (...args: Parameters<typeof http>) => [resolve(), connect(), http(...args)]
const ZSCALER = [leafBy('CN=Zscaler Root CA, O=Zscaler Inc.')]
const through = (...args: Parameters<typeof http>) => [
  resolve(),
  connect(),
  refusedChain('SELF_SIGNED_CERT_IN_CHAIN', ZSCALER, true),
  http(...args),
]
const DENY = 'Action: Deny. Reason: No rule matched. Proceeding with default action.'

t.test('answers of others', (t) => {
  testCases(t, [
    {
      name: "Azure Firewall's 470",
      endpoint: plain,
      steps: clear(470, { body: DENY }),
      is: 'blocked http-firewall-deny',
      says: ['Azure Firewall'],
    },
    { name: '470 without the body', endpoint: plain, steps: clear(470, { body: 'hello' }), is: 'open' },
    {
      name: 'the body with another status',
      endpoint: plain,
      steps: clear(200, { body: 'Action: Deny. is what Azure Firewall says.' }),
      is: 'open',
    },
    {
      name: 'the older page',
      endpoint: plain,
      steps: clear(403, {
        body: 'HTTP request from 10.0.2.4:5012 to microsoft.com:80. Action: Deny. No rule matched.',
      }),
      is: 'blocked http-firewall-deny',
    },
    {
      name: '470 inside an inspected connection',
      steps: through(470, { body: DENY }),
      is: 'blocked http-firewall-deny',
      also: ['tls-intercepted'],
    },
    { name: '470 over a trusted connection is the service', steps: over(470, { body: DENY }), is: 'open' },
    {
      name: 'a FortiGate page',
      endpoint: plain,
      steps: clear(403, { body: '<h1>FortiGuard Intrusion Prevention - Access Blocked</h1>' }),
      is: 'blocked http-block-page',
      says: ['FortiGate'],
    },
    {
      name: 'a page of Squid',
      endpoint: plain,
      steps: clear(403, { headers: { server: 'squid/5.7', 'x-squid-error': 'ERR_ACCESS_DENIED 0' } }),
      is: 'blocked http-block-page',
      says: ['Squid'],
    },
    {
      name: 'a service page that says blocked',
      steps: over(403, { body: 'Your account is blocked by FortiGuard Access Blocked' }),
      is: 'open',
    },
    {
      name: 'a bare 403 in the clear',
      endpoint: plain,
      steps: clear(403, { body: '{"error":"blocked"}' }),
      is: 'open',
    },
    { name: 'a portal by status', endpoint: plain, steps: clear(511), is: 'blocked http-captive-portal' },
    {
      name: 'a portal by redirect',
      endpoint: plain,
      steps: clear(302, { headers: { location: 'http://login.hotel.example/' } }),
      is: 'blocked http-captive-portal',
      says: ['login.hotel.example'],
    },
    {
      name: 'a portal by refresh',
      endpoint: plain,
      steps: clear(200, { headers: { refresh: '0; url=http://10.0.0.1/login' } }),
      is: 'blocked http-captive-portal',
    },
    {
      name: 'a redirect to https of the same host',
      endpoint: plain,
      steps: clear(301, { headers: { location: `https://${HOST}/` } }),
      is: 'open',
    },
    {
      name: 'a redirect to another host of the domain',
      endpoint: plain,
      steps: clear(302, { headers: { location: 'https://login.azure.com/' } }),
      is: 'open',
    },
    {
      name: 'a relative redirect',
      endpoint: plain,
      steps: clear(302, { headers: { location: '/login' } }),
      is: 'open',
    },
    {
      name: 'a redirect that is expected',
      endpoint: endpoint(HOST, { probe: 'http', port: 80, expect: { redirects: ['microsoftonline.com'] } }),
      steps: clear(302, { headers: { location: 'https://login.microsoftonline.com/' } }),
      is: 'open',
    },
    {
      name: 'a redirect over a trusted connection',
      steps: over(302, { headers: { location: 'https://login.microsoftonline.com/' } }),
      is: 'open',
    },
  ])
  t.end()
})

t.test('the same answer as for nobody', (t) => {
  const page = (host: string, id: number) => ({
    body: `<p>No access to ${host} (ticket ${id})</p>`,
    headers: { server: 'gate' },
  })
  const around = { experiments: [decoy([connect(), http(403, page('nobody.invalid', 17))], 80)] }
  testCases(t, [
    {
      name: 'a device answers for nobody as for us',
      endpoint: plain,
      steps: clear(403, page(HOST, 2048)),
      around,
      is: 'blocked http-block-page',
      confidence: 'proven',
    },
    { name: 'with another status', endpoint: plain, steps: clear(200, page(HOST, 2048)), around, is: 'open' },
    {
      name: 'with another page',
      endpoint: plain,
      steps: clear(403, { body: 'forbidden', headers: { server: 'gate' } }),
      around,
      is: 'open',
    },
    {
      name: 'over a trusted connection',
      endpoint: endpoint(HOST, { port: 80 }),
      steps: over(403, page(HOST, 2048)),
      around,
      is: 'open',
    },
    {
      name: 'the decoy gave no answer',
      endpoint: plain,
      steps: clear(403, page(HOST, 1)),
      around: { experiments: [decoy([connect(), http(null, {}, closed)], 80)] },
      is: 'open',
    },
  ])
  t.end()
})

t.test('answers of the service', (t) => {
  const acr = '{"errors":[{"code":"DENIED","message":"client with IP \'52.1.2.3\' is not allowed access."}]}'
  testCases(t, [
    ...[200, 301, 400, 401, 403, 404, 405, 409, 429].map((status) => ({
      name: `status ${status}`,
      steps: over(status),
      is: 'open',
    })),
    {
      name: "a storage account's firewall",
      steps: over(403, { headers: { 'x-ms-error-code': 'AuthorizationFailure' } }),
      is: 'denied http-service-denied',
      says: ['Storage'],
    },
    {
      name: "a storage account's firewall, in the body",
      steps: over(403, { body: '<?xml?><Error><Code>AuthorizationFailure</Code></Error>' }),
      is: 'denied http-service-denied',
    },
    {
      name: 'a token that lacks a role',
      steps: over(403, { headers: { 'x-ms-error-code': 'AuthorizationPermissionMismatch' } }),
      is: 'open',
    },
    {
      name: 'the code with another status',
      steps: over(401, { headers: { 'x-ms-error-code': 'AuthorizationFailure' } }),
      is: 'open',
    },
    {
      name: 'the code in the clear proves nothing',
      endpoint: plain,
      steps: clear(403, { headers: { 'x-ms-error-code': 'AuthorizationFailure' } }),
      is: 'open',
    },
    {
      name: 'a registry that names our address',
      steps: over(403, { body: acr }),
      is: 'denied http-service-denied',
      says: ['52.1.2.3'],
    },
    {
      name: 'a key vault',
      steps: over(403, { body: '{"error":{"code":"Forbidden","innererror":{"code":"ForbiddenByConnection"}}}' }),
      is: 'denied http-service-denied',
    },
    {
      name: 'a key vault without access policy',
      steps: over(403, { body: '{"error":{"code":"Forbidden","innererror":{"code":"AccessDenied"}}}' }),
      is: 'open',
    },
    {
      name: 'a workspace with private link',
      steps: over(403, {
        body: '{"error":{"message":"Access to workspace was denied based on workspace private link configuration."}}',
      }),
      is: 'denied http-service-denied',
    },
    { name: 'an error of the service', steps: over(503), is: 'degraded http-server-error' },
    {
      name: 'an error that is expected',
      endpoint: endpoint(HOST, { expect: { status: [503] } }),
      steps: over(503),
      is: 'open',
    },
    {
      name: 'a status that is ruled out',
      endpoint: endpoint(HOST, { expect: { status: [200] } }),
      steps: over(404),
      is: 'blocked http-unexpected',
      says: ['404', '200'],
    },
    {
      name: 'a status that is allowed',
      endpoint: endpoint(HOST, { expect: { status: [200, 404] } }),
      steps: over(404),
      is: 'open',
    },
    {
      name: 'a denial beats a status that is ruled out',
      endpoint: endpoint(HOST, { expect: { status: [200] } }),
      steps: over(403, { headers: { 'x-ms-error-code': 'AuthorizationFailure' } }),
      is: 'denied http-service-denied',
    },
    { name: 'a proxy that nobody configured', endpoint: plain, steps: clear(407), is: 'blocked http-unexpected' },
  ])
  t.end()
})

t.test('no answer', (t) => {
  testCases(t, [
    { name: 'silence', steps: over(null, {}, silence), is: 'blocked http-no-response', wants: ['confirm'] },
    {
      name: 'a piece of an answer, then silence',
      steps: over(null, { bytesRead: 12 }, silence),
      is: 'blocked http-no-response',
      says: ['piece'],
    },
    { name: 'closed', steps: over(null, {}, closed), is: 'blocked http-closed' },
    { name: 'reset', steps: over(null, {}, reset), is: 'blocked http-closed' },
    {
      name: 'not HTTP',
      endpoint: plain,
      steps: clear(null, { firstBytes: Buffer.from('SSH-2.0-x').toString('hex') }, { kind: 'malformed' }),
      is: 'blocked http-malformed',
      says: ['SSH-2.0-x'],
    },
    { name: 'the run ended', steps: over(null, {}, { kind: 'aborted' }), is: 'inconclusive deadline' },
    {
      name: 'a body that is cut after an answer',
      steps: [
        ...HEALTHY,
        {
          phase: 'transfer',
          atSeconds: 2,
          durationSeconds: 1,
          ok: false,
          fault: reset,
          facts: { protocol: 'http', bytesRead: 10, complete: false },
        },
      ],
      is: 'open',
    },
    {
      name: 'a defect of the probe',
      steps: over(null, {}, { kind: 'bug', code: 'TypeError' }),
      is: 'inconclusive probe-error',
      says: ['TypeError'],
    },
  ])
  t.end()
})
