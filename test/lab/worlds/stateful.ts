import { forward } from '../rules.ts'
import { plainWeb, web } from '../services/web.ts'
import { blocked, http, https, open, placed, site, tcpPort, type Ruling, type World } from '../world.ts'

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
