import { isIPv6 } from 'node:net'
import type { ResolveFacts } from '../observation.ts'

/** Addresses of one name that are used. */
const MOST = 8

/**
 * The addresses that a client would try, in its order: IPv4 first, eight at most. IPv6 addresses are left out where this
 * machine has no route for them, unless there is nothing else: then they are tried, and fail as the client's would.
 */
export const listAddresses = (
  found: readonly string[],
  hasIpv6: boolean,
): Pick<ResolveFacts, 'addresses' | 'cut' | 'unroutable'> => {
  const distinct = [...new Set(found)]
  const ipv4 = distinct.filter((address) => !isIPv6(address))
  const ipv6 = distinct.filter((address) => isIPv6(address))
  const routable = hasIpv6 || ipv4.length === 0 ? [...ipv4, ...ipv6] : ipv4
  const unroutable = distinct.length - routable.length > 0 ? ipv6.slice(0, MOST) : []
  return {
    addresses: routable.slice(0, MOST),
    ...(routable.length > MOST && { cut: routable.length - MOST }),
    ...(unroutable.length > 0 && { unroutable }),
  }
}
