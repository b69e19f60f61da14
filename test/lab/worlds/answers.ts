import { hangsUp, plainWeb, says, saysNothing, saysRaw, slamsDown, web } from '../services/web.ts'
import { blocked, degraded, denied, http, https, open, site, type World } from '../world.ts'

const json = (status: number, body: unknown, headers = {}) =>
  says(status, { 'content-type': 'application/json', ...headers }, JSON.stringify(body))
const storage = (status: number, code: string) =>
  says(
    status,
    {
      server: 'Microsoft-HTTPAPI/2.0',
      'x-ms-error-code': code,
      'x-ms-request-id': 'b1',
      'content-type': 'application/xml',
    },
    `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
  )

const REGISTRY_DENIED = {
  errors: [
    {
      code: 'DENIED',
      message: "client with IP '20.1.2.3' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.",
    },
  ],
}
const VAULT_DENIED = {
  error: {
    code: 'Forbidden',
    message:
      'Public network access is disabled and request is not from a trusted service nor via an approved private link.',
    innererror: { code: 'ForbiddenByConnection' },
  },
}
const WORKSPACE_DENIED = {
  error: {
    code: 'UserError',
    message: 'Access to workspace was denied based on workspace private link configuration.',
  },
}

/** What servers answer over a network that does nothing: their own denials, errors and nonsense. */
export const answers: World = {
  name: 'answers',
  says: 'services that deny, fail and talk nonsense in a network that does nothing',
  sites: [
    site('pypi.org', web(), https(open)),
    // The services' own firewalls.
    site(
      'a.blob.core.windows.net',
      web({ answer: storage(403, 'AuthorizationFailure') }),
      https(denied('http-service-denied')),
    ),
    site('a.azurecr.io', web({ answer: json(403, REGISTRY_DENIED) }), https(denied('http-service-denied'))),
    site('a.vault.azure.net', web({ answer: json(403, VAULT_DENIED) }), https(denied('http-service-denied'))),
    site(
      'a.workspace.westeurope.api.azureml.ms',
      web({ answer: json(403, WORKSPACE_DENIED) }),
      https(denied('http-service-denied')),
    ),
    site(
      'b.workspace.westeurope.api.azureml.ms',
      web({ answer: json(502, WORKSPACE_DENIED) }),
      https(denied('http-service-denied')),
    ),
    site(
      'c.vault.azure.net',
      web({ answer: json(403, { error: { code: 'Forbidden', innererror: { code: 'ForbiddenByFirewall' } } }) }),
      https(denied('http-service-denied')),
    ),
    site(
      'a.azconfig.io',
      web({
        answer: says(
          403,
          { 'content-type': 'application/problem+json' },
          '{"type":"https://azconfig.io/errors/ip-address-rejected","title":"Access to the resource is forbidden","status":403}',
        ),
      }),
      https(denied('http-service-denied')),
    ),
    // Near misses: the same services, reached and asking for credentials.
    site('b.blob.core.windows.net', web({ answer: storage(403, 'AuthorizationPermissionMismatch') }), https(open)),
    site('d.blob.core.windows.net', web({ answer: storage(403, 'KeyBasedAuthenticationNotPermitted') }), https(open)),
    site('c.blob.core.windows.net', web({ answer: storage(404, 'ResourceNotFound') }), https(open)),
    site('b.azurecr.io', web({ answer: json(401, { errors: [{ code: 'UNAUTHORIZED' }] }) }), https(open)),
    site('b.vault.azure.net', web({ answer: json(401, { error: { code: 'Unauthorized' } }) }), https(open)),
    site('c.workspace.westeurope.api.azureml.ms', web({ answer: says(403) }), https(open)),
    // Trouble at the server.
    site('s500.azureml.ms', web({ answer: says(500) }), https(degraded('http-server-error'))),
    site('s503.azureml.ms', web({ answer: says(503, { 'retry-after': '5' }) }), https(degraded('http-server-error'))),
    site(
      'silent.azureml.ms',
      [web({ answer: saysNothing }), plainWeb({ answer: saysNothing })],
      [https(blocked('http-no-response')), http(blocked('http-no-response'))],
    ),
    site(
      'closed.azureml.ms',
      [web({ answer: hangsUp }), plainWeb({ answer: hangsUp })],
      [https(blocked('http-closed')), http(blocked('http-closed', 'tcp-closed-early'))],
    ),
    site('reset.azureml.ms', web({ answer: slamsDown }), https(blocked('http-closed'))),
    site(
      'nonsense.azureml.ms',
      web({ answer: saysRaw('220 ready for mail\r\n') }),
      https(blocked('http-malformed', 'protocol-mismatch')),
    ),
    site(
      'nonsense80.azureml.ms',
      plainWeb({ answer: saysRaw('\u0000\u0001\u0002\u0003') }),
      http(blocked('http-malformed', 'protocol-mismatch')),
    ),
    // A body that never ends is an answer all the same.
    site(
      'endless.azureml.ms',
      web({
        answer: (_request, response) => {
          response.writeHead(200).write('a')
        },
      }),
      https(open),
    ),
    site(
      'unexpected.azureml.ms',
      web({ answer: says(404) }),
      https(blocked('http-unexpected'), { expect: { status: [200] } }),
    ),
    site('expected.azureml.ms', web({ answer: says(404) }), https(open, { expect: { status: [200, 404] } })),
    site(
      'slow.azureml.ms',
      web({
        answer: (_request, response) => {
          setTimeout(() => response.end('late'), 900)
        },
      }),
      https(degraded('slow'), { expect: { slow: { request: '300ms' } } }),
    ),
    site(
      'slowish.azureml.ms',
      web({
        answer: (_request, response) => {
          setTimeout(() => response.end('late'), 300)
        },
      }),
      https(open, { expect: { slow: { request: '5s' } } }),
    ),
    site('moved.azureml.ms', plainWeb({ answer: says(301, { location: 'https://moved.azureml.ms/' }) }), http(open)),
    // Anyone may redirect over an authenticated chain: it is the service itself.
    site(
      'away.azureml.ms',
      web({ answer: says(302, { location: 'https://login.microsoftonline.com/' }) }),
      https(open),
    ),
  ],
}
