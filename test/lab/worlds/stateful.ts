import { accepts, meantFor, relay } from '../services/transparent.ts'
import { forward, redirect } from '../rules.ts'
import { plainWeb, web } from '../services/web.ts'
import { blocked, http, https, inconclusive, open, placed, site, tcpPort, type Ruling, type World } from '../world.ts'

const ALLOWED: readonly [string, string] = ['20.61.0.1', '20.61.0.2']
const DATA = 'tcp flags & psh == psh'
const at = (address: string, host: string, secure: readonly Ruling[], plain: readonly Ruling[]) =>
  placed(site(host, [web(), plainWeb()], [https(secure), http(plain), tcpPort(443, open)]), { at: [address] })

/** Firewalls that let a connection come about and stop what it carries, whatever the name. */
export const data: World = {
  name: 'data',
  says: 'a firewall that lets handshakes of TCP through and stops the data of single addresses',
  sites: [
    site('pypi.org', [web(), plainWeb()], [https(open), http(open)]),
    at('20.61.0.1', 'reset.azureml.ms', blocked('tls-closed-after-hello'), blocked('http-closed')),
    at('20.61.0.2', 'drop.azureml.ms', blocked('tls-silent-after-hello'), blocked('http-no-response')),
    at('20.61.0.3', 'deaf.azureml.ms', blocked('tls-silent-after-hello'), blocked('http-no-response')),
  ],
  rules: {
    middlebox: forward(
      `ip daddr 20.61.0.1 ${DATA} reject with tcp reset`,
      `ip daddr 20.61.0.2 ${DATA} drop`,
      `ip saddr 20.61.0.3 ${DATA} drop`,
    ),
  },
}

/** Every handshake of TCP completes at the firewall, on every port; what no rule allows is reset with its first byte. */
export const synProxy: World = {
  name: 'syn-proxy',
  says: 'a firewall that completes every handshake on every port itself and asks its rules afterwards',
  extras: [
    {
      role: 'middlebox',
      at: '0.0.0.0',
      serve: accepts(10_000, (client) =>
        client.once('data', (bytes: Buffer) => {
          const to = meantFor(client)
          client.pause()
          if (ALLOWED.includes(to.address)) relay(client, to, bytes)
          else client.resetAndDestroy()
        }),
      ),
    },
  ],
  rules: { middlebox: redirect('iifname "inside" meta l4proto tcp redirect to :10000') },
  sites: [
    placed(site('pypi.org', [web(), plainWeb()], [https(open), http(open)]), { at: [ALLOWED[0]] }),
    placed(site('mcr.microsoft.com', web(), https(open)), { at: [ALLOWED[1]] }),
    site(
      'ml.azure.com',
      [web(), plainWeb()],
      [
        https(blocked('tls-closed-after-hello')),
        http(blocked('http-closed')),
        tcpPort(443, inconclusive('tcp-middlebox')),
      ],
    ),
    site(
      'a.file.core.windows.net',
      [],
      [tcpPort(445, inconclusive('tcp-middlebox')), tcpPort(22, inconclusive('tcp-middlebox'))],
    ),
  ],
  findings: ['tcp-middlebox'],
}
