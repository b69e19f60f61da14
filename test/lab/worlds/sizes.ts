import { forward } from '../rules.ts'
import { plainWeb, web } from '../services/web.ts'
import { blocked, degraded, either, http, https, open, site, tcpPort, type World } from '../world.ts'

/** Large packets from the servers vanish, and so does the ICMP message that would say so. */
export const blackHole: World = {
  name: 'mtu-black-hole',
  says: 'a tunnel with a small MTU and without ICMP: large packets from the servers vanish',
  sites: [
    site('pypi.org', [web(), plainWeb()], [https(blocked('mtu-blackhole')), http(open)]),
    site('mcr.microsoft.com', web(), [https(blocked('mtu-blackhole')), tcpPort(443, open)]),
    site('management.azure.com', web(), https(blocked('mtu-blackhole'), { alone: true })),
    // Near miss: here the server itself is silent, to small packets as well.
    site('silent.azureml.ms', web({ hello: () => 'silent' }), https(blocked('tls-silent-after-hello'))),
  ],
  rules: { middlebox: forward('ip saddr 20.0.0.0/8 ip length > 600 drop') },
}

/** Handshakes whose ClientHello takes more than one segment die: ours don't, those of new browsers do. */
export const largeHello: World = {
  name: 'large-hello',
  says: 'a firewall that drops a ClientHello of more than one segment',
  sites: [
    site('pypi.org', web(), https(degraded('tls-large-hello-dropped'))),
    site('mcr.microsoft.com', web(), https(either(degraded('tls-large-hello-dropped'), open))),
  ],
  rules: { middlebox: forward('ip daddr 20.0.0.0/8 tcp dport 443 ip length > 1000 drop') },
}
