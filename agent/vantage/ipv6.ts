import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** In the documentation prefix (RFC 3849): the default route, or none, decides. */
const ANYWHERE = '2001:db8::1'

/**
 * Whether this machine has global IPv6: connecting a UDP socket, which sends nothing, finds a route and a source that is neither
 * link-local (fe80::/10) nor unique local (fc00::/7).
 */
export const hasGlobalIpv6 = async (): Promise<boolean> => {
  try {
    const socket = createSocket('udp6')
    try {
      socket.connect(443, ANYWHERE)
      await once(socket, 'connect')
      return !/^f(?:[cd]|e[89ab])/i.test(socket.address().address)
    } finally {
      socket.close()
    }
  } catch {
    return false
  }
}
