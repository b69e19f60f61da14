import { forward, output } from '../rules.ts'
import { closes, greets, listens, resets, tcp, udp } from '../services/raw.ts'
import { plainWeb, web } from '../services/web.ts'
import {
  blocked,
  degraded,
  http,
  https,
  inconclusive,
  open,
  placed,
  site,
  tcpPort,
  udpPort,
  websocket,
  type Site,
  type World,
} from '../world.ts'

const at = (address: string | readonly string[], site: Site) =>
  placed(site, { at: typeof address === 'string' ? [address] : address })

/** Rules of the middlebox: what becomes of packets to an address. */
const FORWARD: Readonly<Record<string, string>> = {
  '20.61.0.1': 'drop',
  '20.61.0.2': 'meta l4proto tcp reject with tcp reset',
  '20.61.0.3': 'reject with icmp port-unreachable',
  '20.61.0.4': 'reject with icmp host-unreachable',
  '20.61.0.5': 'reject with icmp net-unreachable',
  '20.61.0.6': 'reject with icmp admin-prohibited',
  '20.61.0.7': 'reject with icmp host-prohibited',
  '20.61.0.8': 'reject with icmp net-prohibited',
  '20.61.0.9': 'tcp dport 443 drop',
}

const both = (probe: Site['cases'], serve = [web(), udp(5831, 'reply')]) => ({ serve, cases: probe })
const fate = (host: string, address: string, tcpIs: Parameters<typeof https>[0], udpIs: Parameters<typeof https>[0]) =>
  at(address, { host, ...both([https(tcpIs), udpPort(5831, udpIs)]) })

/** Packets dropped and refused on the way, by this machine, and by servers. */
export const packets: World = {
  name: 'packets',
  says: 'filters on the way and on this machine that drop and refuse by address',
  sites: [
    site('pypi.org', [web(), plainWeb()], [https(open), http(open)]),
    fate('drop.azureml.ms', '20.61.0.1', blocked('tcp-timeout'), inconclusive('udp-silent')),
    at('20.61.0.2', site('rst.azureml.ms', web(), [https(blocked('tcp-refused')), websocket(blocked('tcp-refused'))])),
    fate('port.azureml.ms', '20.61.0.3', blocked('tcp-refused'), blocked('udp-port-unreachable')),
    fate('host.azureml.ms', '20.61.0.4', blocked('tcp-unreachable'), inconclusive('udp-silent')),
    fate('net.azureml.ms', '20.61.0.5', blocked('tcp-unreachable'), inconclusive('udp-silent')),
    fate('admin.azureml.ms', '20.61.0.6', blocked('tcp-unreachable'), blocked('udp-unreachable')),
    fate('hostp.azureml.ms', '20.61.0.7', blocked('tcp-unreachable'), blocked('udp-unreachable')),
    at('20.61.0.8', site('netp.azureml.ms', web(), https(blocked('tcp-unreachable')))),
    // Near miss: only one port of it is dropped.
    at('20.61.0.9', site('half.azureml.ms', [web(), plainWeb()], [https(blocked('tcp-timeout')), http(open)])),
    site('shut.azureml.ms', plainWeb(), [https(blocked('tcp-refused')), tcpPort(8787, blocked('tcp-refused'))]),
    // A part of the addresses.
    at(['20.61.1.1', '20.61.0.1'], site('part.azureml.ms', web(), https(degraded('some-addresses-blocked')))),
    at(['20.61.1.2', '20.61.0.2'], site('part-rst.azureml.ms', web(), https(degraded('some-addresses-blocked')))),
    at(['20.61.0.1', '20.61.0.2'], site('none.azureml.ms', web(), https(blocked('tcp-refused', 'tcp-timeout')))),
    // Plain TCP.
    site(
      'closes.azureml.ms',
      [tcp(80, closes), tcp(5000, closes)],
      [http(blocked('tcp-closed-early', 'http-closed')), tcpPort(5000, blocked('tcp-closed-early'))],
    ),
    site(
      'resets.azureml.ms',
      [tcp(80, resets), tcp(5000, resets)],
      [http(blocked('tcp-closed-early')), tcpPort(5000, blocked('tcp-closed-early'))],
    ),
    site('quiet.azureml.ms', tcp(5000, listens), tcpPort(5000, open)),
    site('mail.azureml.ms', tcp(25, greets('220 mail ESMTP\r\n')), [
      tcpPort(25, open),
      http(blocked('protocol-mismatch', 'http-malformed'), { port: 25 }),
    ]),
    // UDP.
    site(
      'udp.azureml.ms',
      [web(), udp(5831, 'reply')],
      [udpPort(5831, open), udpPort(5832, blocked('udp-port-unreachable'))],
    ),
    site('mute.azureml.ms', [web(), udp(5831, null)], udpPort(5831, inconclusive('udp-silent'))),
    // This machine's own filter.
    fate('local-drop.azureml.ms', '20.62.0.1', blocked('tcp-timeout'), blocked('local-denied')),
    at('20.62.0.2', site('local-rst.azureml.ms', web(), https(blocked('tcp-refused')))),
    at('20.62.0.3', site('local-reject.azureml.ms', web(), https(blocked('tcp-unreachable')))),
    // This machine's own routes.
    fate('prohibit.azureml.ms', '20.62.0.4', blocked('local-denied'), blocked('local-denied')),
    fate('unreachable.azureml.ms', '20.62.0.5', blocked('no-route'), blocked('no-route')),
    at('20.62.0.6', site('blackhole.azureml.ms', web(), https(blocked('no-route', 'local-denied')))),
    // A port where nothing promises a listener.
    site('ci.westeurope.instances.azureml.ms', web(), [
      https(open),
      tcpPort(8704, inconclusive('no-proof-of-listener'), {
        requirement: { ports: [{ port: 8704, listener: 'unproven' }] },
      }),
    ]),
    at(
      '20.61.0.1',
      site('ci2.westeurope.instances.azureml.ms', web(), [
        https(blocked('tcp-timeout')),
        tcpPort(8704, blocked('tcp-timeout'), { requirement: { ports: [{ port: 8704, listener: 'unproven' }] } }),
      ]),
    ),
  ],
  rules: {
    middlebox: forward(...Object.entries(FORWARD).map(([address, verdict]) => `ip daddr ${address} ${verdict}`)),
    client: output(
      'ip daddr 20.62.0.1 drop',
      'ip daddr 20.62.0.2 meta l4proto tcp reject with tcp reset',
      'ip daddr 20.62.0.3 reject with icmp admin-prohibited',
    ),
  },
  ip: {
    client: ['route add prohibit 20.62.0.4', 'route add unreachable 20.62.0.5', 'route add blackhole 20.62.0.6'],
  },
}
