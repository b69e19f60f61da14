import { endpoint, SERVICE, type Case, type Pki } from '../case.ts'
import { answers, staysSilent, tls, tunnels, type Peer } from '../peers.ts'

/** The proxy of this machine's settings. */
export const proxyCases = ({ proper }: Pki): Case[] => {
  const https = tls(proper(SERVICE.host), answers('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'))
  const asked = [endpoint(SERVICE.host)] as const
  const blocked = (name: string, cause: string, proxy: Peer | null): Case => ({
    name,
    network: { proxy },
    endpoints: asked,
    verdict: 'blocked',
    cause,
  })
  const refuses = (line: string, header = 'Via: 1.1 selftest') =>
    answers(`HTTP/1.1 ${line}\r\n${header}\r\nContent-Length: 0\r\n\r\n`)
  return [
    { name: 'a proxy that works', network: { proxy: tunnels(https) }, endpoints: asked, verdict: 'open', cause: null },
    blocked('the proxy is not there', 'proxy-unreachable', null),
    blocked(
      'the proxy wants credentials',
      'proxy-auth-required',
      refuses('407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="selftest"'),
    ),
    blocked('the proxy refuses', 'proxy-denied', refuses('403 Forbidden')),
    blocked('the proxy gets no connection', 'proxy-bad-gateway', refuses('502 Bad Gateway')),
    blocked('the proxy is silent', 'proxy-no-response', staysSilent),
    {
      name: 'NO_PROXY is too wide',
      network: { proxy: tunnels(https), noProxy: '.example', peers: { [`${SERVICE.address}:443`]: answers('') } },
      endpoints: asked,
      verdict: 'blocked',
      cause: 'proxy-needed',
    },
  ]
}
