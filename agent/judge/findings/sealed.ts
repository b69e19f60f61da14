import type { Result } from '../../model.ts'
import type { CauseCode } from '../causes.ts'
import { count, groupBy, isProbed, isWorking, tally, type Finder } from './finding.ts'

/** What a network without a way out looks like from inside, by the sentence that goes with it where it prevails. */
const SEALED: Partial<Record<CauseCode, string>> = {
  'no-route': 'this machine has no route out',
  'local-denied': 'this machine itself refuses to send',
  'dns-resolver-unreachable': 'no DNS server answers, so no name has an address',
  'dns-timeout': 'the DNS server answers none of the names',
  'dns-servfail': 'the DNS server can find out none of the names (SERVFAIL)',
  'dns-refused': 'the DNS server refuses all of the names',
  'dns-nxdomain': 'the DNS server knows none of the names',
  'tcp-timeout': 'every connection meets silence',
  'tcp-refused': 'every connection is refused',
  'tcp-unreachable': 'every connection is answered as unreachable or prohibited',
  'proxy-unresolved': 'the name of the proxy has no address',
  'proxy-unreachable': 'the proxy cannot be reached',
  'udp-silent': 'no datagram is answered',
  'udp-port-unreachable': 'no datagram is answered',
  'udp-unreachable': 'datagrams are prohibited',
  'no-proof-of-listener': 'nothing answers',
}

/** Fewer endpoints than this say nothing of the network. */
const FEWEST = 3

/** Nothing at all works, and all of it as where there is no way out: told alone, because everything else follows from it. */
export const sealed: Finder = ({ all, context }) => {
  const probed = all.filter(isProbed)
  const prevailing = prevailingCause(probed)
  const why = prevailing === null ? undefined : SEALED[prevailing]
  const isSealed = probed.every(({ cause }) => cause !== null && cause in SEALED)
  if (probed.length < FEWEST || !isSealed || probed.some(isWorking) || prevailing === null || why === undefined)
    return []
  return [
    {
      cause: prevailing,
      confidence: 'proven',
      says: `Nothing works from here: none of ${count(probed)} can be reached, because ${why}.`,
      remedy:
        REMEDIES[prevailing] ??
        'Ask the network team to give this machine a way out, or run connprobe where there is one.',
      results: probed,
      evidence: [...tally(probed), `DNS servers: ${context.machine.resolvers.join(', ') || 'none'}`],
    },
  ]
}

const REMEDIES: Partial<Record<CauseCode, string>> = {
  'no-route': "Give this machine a default route: its administrator or the owner of the subnet's route table can.",
  'dns-resolver-unreachable':
    'Ask the network team to allow UDP and TCP 53 from this machine to its DNS servers, or configure servers that can be reached; then run again.',
  'tcp-timeout':
    'Ask the network team for the route and the firewall rules of this subnet: every outbound connection is dropped.',
  'dns-servfail': 'Ask the DNS owner to repair the forwarding of the DNS server, which can find out no name.',
  'dns-refused': 'Ask the DNS owner to let the DNS server answer this machine.',
  'dns-nxdomain': 'Ask the DNS owner to let the DNS server answer for public names: it forwards none.',
  'proxy-unresolved': "Correct this machine's proxy setting, or have the proxy's name added to DNS.",
  'proxy-unreachable':
    "Ask the network team to let this machine reach the proxy, or correct this machine's proxy setting.",
}

/** The cause of most blocked results; those that can't be known decide only where there is nothing else. */
const prevailingCause = (results: readonly Result[]): CauseCode | null => {
  const blocked = results.filter(({ verdict }) => verdict === 'blocked')
  const [most] = groupBy(blocked.length > 0 ? blocked : results, ({ cause }) => cause).toSorted(
    ([, one], [, other]) => other.length - one.length,
  )
  return most === undefined ? null : (most[0] as CauseCode)
}
