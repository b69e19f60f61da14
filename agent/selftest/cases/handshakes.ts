import { endpoint, OTHER, SERVICE, type Case, type Pki } from '../case.ts'
import {
  afterHello,
  alerts,
  answers,
  breaksMidway,
  bySni,
  closes,
  resets,
  staysSilent,
  tls,
  type Peer,
} from '../peers.ts'

const at = `${SERVICE.address}:443`
const asked = [endpoint(SERVICE.host)] as const
const PROTOCOL_VERSION = 70
const HANDSHAKE_FAILURE = 40

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

const blocked = (name: string, cause: string, peer: Peer): Case => ({
  name,
  network: { peers: { [at]: peer } },
  endpoints: asked,
  verdict: 'blocked',
  cause,
})

/** TLS handshakes that are cut, answered by something else, or end with a certificate that is wrong. */
export const handshakeCases = ({ root, stranger, proper, selfSigned }: Pki): Case[] => {
  const names = [`DNS:${SERVICE.host}`]
  const https = tls(proper(SERVICE.host), answers(OK))
  const strange = (host: string) => tls(stranger.issue({ names: [`DNS:${host}`] }), answers(OK))
  const middle = root.authority('connprobe selftest intermediate')
  const complete = middle.issue({ names: [`DNS:${OTHER.host}`] })
  const incomplete = middle.issue({ names })
  const both = [endpoint(SERVICE.host), endpoint(OTHER.host)] as const
  const bothAt = (service: Peer, other: Peer) => ({ [at]: service, [`${OTHER.address}:443`]: other })
  return [
    { name: 'everything works', network: { peers: { [at]: https } }, endpoints: asked, verdict: 'open', cause: null },
    blocked('closed after the ClientHello', 'tls-closed-after-hello', afterHello(closes)),
    blocked('reset after the ClientHello', 'tls-closed-after-hello', afterHello(resets)),
    blocked('silent after the ClientHello', 'tls-silent-after-hello', staysSilent),
    blocked(
      'closed for this name, and not for another',
      'tls-sni-filtered',
      bySni(SERVICE.host, closes, tls(proper(OTHER.host))),
    ),
    blocked('cut in the middle of the handshake', 'tls-broken-midway', breaksMidway),
    blocked('a TLS alert', 'tls-alert', alerts(HANDSHAKE_FAILURE)),
    blocked('only old versions of TLS', 'tls-version', alerts(PROTOCOL_VERSION)),
    blocked('not TLS', 'not-tls', answers('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')),
    blocked('an expired certificate', 'tls-expired', tls(root.issue({ names, notAfter: '2026-01-01' }), answers(OK))),
    blocked(
      'a certificate of the future',
      'tls-not-yet-valid',
      tls(root.issue({ names, notBefore: '2124-01-01' }), answers(OK)),
    ),
    blocked("another host's certificate", 'tls-name-mismatch', tls(proper(OTHER.host), answers(OK))),
    blocked('a self-signed certificate', 'tls-self-signed', tls(selfSigned(SERVICE.host), answers(OK))),
    blocked('a certificate of a CA that nobody knows', 'tls-untrusted', strange(SERVICE.host)),
    {
      name: 'one unknown CA for unrelated hosts',
      network: { peers: bothAt(strange(SERVICE.host), strange(OTHER.host)) },
      endpoints: both,
      verdict: 'blocked',
      cause: 'tls-intercepted',
    },
    {
      name: 'the same, and this machine trusts the CA',
      network: { peers: bothAt(strange(SERVICE.host), strange(OTHER.host)), ownRoots: [stranger.cert] },
      endpoints: both,
      verdict: 'degraded',
      cause: 'tls-intercepted',
    },
    {
      name: 'the intermediate certificate is missing',
      network: {
        peers: bothAt(tls({ ...incomplete, chain: incomplete.cert }, answers(OK)), tls(complete, answers(OK))),
      },
      endpoints: both,
      verdict: 'blocked',
      cause: 'tls-chain-incomplete',
    },
  ]
}
