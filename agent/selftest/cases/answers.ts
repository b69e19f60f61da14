import { endpoint, SERVICE, STORAGE, type Case, type Pki } from '../case.ts'
import { afterHello, answers, closes, staysSilent, tls } from '../peers.ts'

const response = (status: string, body = '', headers: readonly string[] = []): string =>
  [`HTTP/1.1 ${status}`, `Content-Length: ${body.length}`, ...headers, '', body].join('\r\n')

const AZURE_FIREWALL = `HTTP request from 10.0.0.4:51544 to ${SERVICE.host}:80. Action: Deny. No rule matched. Proceeding with default action`
const STORAGE_DENIAL = '<?xml version="1.0"?><Error><Code>AuthorizationFailure</Code></Error>'

const plain = [endpoint(SERVICE.host, { port: 80, probe: 'http' })] as const

const unencrypted = (name: string, cause: string, text: string): Case => ({
  name,
  network: { peers: { [`${SERVICE.address}:80`]: answers(text) } },
  endpoints: plain,
  verdict: 'blocked',
  cause,
})

/** What comes back for a request where a connection is no longer the problem. */
export const answerCases = ({ proper }: Pki): Case[] => {
  const within = (name: string, verdict: Case['verdict'], cause: string, peer: Parameters<typeof tls>[1]): Case => ({
    name,
    network: { peers: { [`${SERVICE.address}:443`]: tls(proper(SERVICE.host), peer) } },
    endpoints: [endpoint(SERVICE.host)],
    verdict,
    cause,
  })
  return [
    unencrypted("Azure Firewall's 470", 'http-firewall-deny', response('470 Status Code 470', AZURE_FIREWALL)),
    unencrypted(
      "a web filter's page",
      'http-block-page',
      response('403 Forbidden', '<html>FortiGuard Intrusion Prevention - Access Blocked</html>'),
    ),
    unencrypted('a captive portal', 'http-captive-portal', response('511 Network Authentication Required')),
    within('no answer to the request', 'blocked', 'http-no-response', staysSilent),
    within('closed after the request', 'blocked', 'http-closed', afterHello(closes)),
    within('an answer that is not HTTP', 'blocked', 'http-malformed', answers('220 ready\r\n'.repeat(8))),
    within('the service has an error', 'degraded', 'http-server-error', answers(response('503 Unavailable'))),
    {
      name: "the storage account's own firewall",
      network: {
        peers: {
          [`${STORAGE.address}:443`]: tls(
            proper(STORAGE.host),
            answers(response('403 Forbidden', STORAGE_DENIAL, ['x-ms-error-code: AuthorizationFailure'])),
          ),
        },
      },
      endpoints: [endpoint(STORAGE.host)],
      verdict: 'denied',
      cause: 'http-service-denied',
    },
  ]
}
