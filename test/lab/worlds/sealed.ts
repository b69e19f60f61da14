import { forward } from '../rules.ts'
import { dns } from '../services/dns.ts'
import { issuedBy } from '../pki.ts'
import { PLACES } from '../network.ts'
import { udp } from '../services/raw.ts'
import { web } from '../services/web.ts'
import {
  blocked,
  degraded,
  either,
  https,
  inconclusive,
  open,
  placed,
  site,
  tcpPort,
  udpPort,
  type World,
} from '../world.ts'

const LITERAL = '20.61.0.1'
const byAddress = (tcpCause: string, udpIs = inconclusive('udp-silent')) =>
  placed(
    site(
      LITERAL,
      [web({ certificate: issuedBy('issuing', { names: [LITERAL] }) }), udp(5831, 'reply')],
      [https(blocked(tcpCause)), tcpPort(445, blocked(tcpCause)), udpPort(5831, udpIs)],
    ),
    { at: [LITERAL] },
  )

/** Nothing passes, in either direction, and nobody says so. */
export const sealed: World = {
  name: 'sealed',
  says: 'a network that drops everything',
  sites: [
    site('pypi.org', web(), https(blocked('dns-resolver-unreachable'))),
    site('mcr.microsoft.com', web(), https(blocked('dns-resolver-unreachable'))),
    byAddress('tcp-timeout'),
  ],
  rules: { middlebox: forward('drop') },
}

/** The resolver is next door, and there is no way out. */
export const noRoute: World = {
  name: 'no-route',
  says: 'a machine without a default route, with a resolver on its own network',
  defaultRoute: false,
  resolvers: [PLACES.gateway],
  extras: [
    {
      role: 'middlebox',
      at: PLACES.gateway,
      serve: dns({ 'pypi.org': { addresses: ['20.60.0.1'] }, 'mcr.microsoft.com': { addresses: ['20.60.0.2'] } }),
    },
  ],
  sites: [
    site('pypi.org', web(), https(blocked('no-route'))),
    site('mcr.microsoft.com', web(), https(blocked('no-route'))),
    byAddress('no-route', blocked('no-route')),
  ],
}

/** Not even a resolver can be reached. */
export const unplugged: World = {
  name: 'unplugged',
  says: 'a machine without any route',
  defaultRoute: false,
  sites: [
    site('pypi.org', web(), https(blocked('dns-resolver-unreachable', 'no-route'))),
    byAddress('no-route', blocked('no-route')),
  ],
}

/** Retransmissions hide the loss; what they can't hide is no fault of the endpoint, of IPv6 or of large packets. */
export const lossy: World = {
  name: 'lossy',
  says: 'a network that loses one packet in twenty',
  timeout: '5s',
  sites: Array.from({ length: 12 }, (_, n) =>
    site(`s${n}.azureml.ms`, web(), https(either(open, degraded('flaky', 'slow')))),
  ),
  rules: { middlebox: forward('numgen random mod 100 < 5 drop') },
}
