import type { Result } from '../../model.ts'
import { causes, type CauseCode } from '../causes.ts'
import { count, groupBy, isBlocked, isProbed, isWorking, sentences, tally, type Finder, type Found } from './finding.ts'

/** A group of which everything is blocked while others work, as a finding; null where that isn't so. */
const blockedGroup = (
  group: readonly Result[],
  all: readonly Result[],
  says: (group: readonly Result[]) => string,
  remedy: string,
): Found | null => {
  const probed = group.filter(isProbed)
  const [most] = groupBy(probed, ({ cause }) => cause).toSorted(([, one], [, other]) => other.length - one.length)
  if (probed.length < 2 || !probed.every(isBlocked) || !all.some(isWorking) || most === undefined) return null
  return {
    cause: most[0] as CauseCode,
    confidence: 'likely',
    says: says(probed),
    remedy,
    results: probed,
    whole: true,
    evidence: tally(probed),
  }
}

const tagsOf = ({ endpoint }: Result): readonly string[] =>
  [...new Set(endpoint.requirements.flatMap(({ serviceTags = [] }) => serviceTags))].toSorted()

/** All endpoints of one service tag blocked: one missing rule. */
export const serviceTag: Finder = ({ results, all }) => {
  const left = new Set(results)
  const tags = [...new Set(results.flatMap(tagsOf))].toSorted()
  return tags.flatMap((tag) => {
    const group = all.filter((result) => tagsOf(result).includes(tag))
    if (!group.every((result) => left.has(result))) return []
    const found = blockedGroup(
      group,
      all,
      (probed) => `Everything of the service tag ${tag} is blocked: ${count(probed)}, and other services work.`,
      `Ask the network team for a rule that allows the service tag ${tag} outbound.`,
    )
    return found === null ? [] : [found]
  })
}

/** The region in a host, by a requirement that states it as a fact. */
const regionOf = ({ endpoint }: Result): string | null => {
  for (const { host: pattern } of endpoint.requirements) {
    if (!pattern.includes('${region}')) continue
    const parts = pattern.split(/\$\{(\w+)\}/)
    const source = parts.map((part, index) => {
      if (index % 2 === 0) return part.replaceAll('.', '\\.').replace(/^\*/, '[^.]+')
      return part === 'region' ? '([a-z0-9]+)' : '[^.]+?'
    })
    const region = new RegExp(`^${source.join('')}$`, 'i').exec(endpoint.host)?.[1]
    if (region !== undefined) return region
  }
  return null
}

/** All regional endpoints blocked while those without a region work. */
export const region: Finder = ({ results, all }) => {
  const left = new Set(results)
  return groupBy(all, regionOf).flatMap(([name, group]) => {
    if (!group.every((result) => left.has(result))) return []
    const found = blockedGroup(
      group,
      all,
      (probed) => `Everything of the region ${name} is blocked: ${count(probed)}, and hosts elsewhere work.`,
      `Ask the network team whether the rules name another region than ${name}, and to allow this one.`,
    )
    return found === null ? [] : [found]
  })
}

/** Fewest results of one cause that are worth telling once. */
const FEWEST = 3
/** Causes that are of the way and not of an endpoint: two endpoints show it. */
const OF_THE_WAY: ReadonlySet<string> = new Set<CauseCode>([
  'dns-aaaa-broken',
  'dns-tcp-blocked',
  'ipv6-broken',
  'snat-exhausted',
  'tls-large-hello-dropped',
  'mtu-blackhole',
])

/** What is left and alike: one cause, many endpoints. */
export const sameCause: Finder = ({ results }) =>
  groupBy(results, ({ cause }) => (cause !== null && cause in REMEDIES ? cause : null))
    .filter(([code, group]) => group.length >= (OF_THE_WAY.has(code) ? 2 : FEWEST))
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([code, group]) => {
      const cause = code as CauseCode
      const [first] = group
      return {
        cause,
        ...(first !== undefined && { verdict: first.verdict }),
        confidence: group.every(({ confidence }) => confidence === 'proven') ? 'proven' : 'likely',
        says: `${count(group)}, one cause: ${causes[cause].meaning}`,
        remedy: REMEDIES[cause] ?? null,
        results: group,
        evidence: sentences(group, 3),
      } as const
    })

/** What to do about a cause that many share. Causes that are of each endpoint alone (a certificate, a status) aren't told here. */
const REMEDIES: Partial<Record<CauseCode, string>> = {
  'tcp-timeout':
    'Ask the network team to allow these hosts and ports outbound (network security group, route table, firewall), and check a local firewall.',
  'tcp-refused': 'Ask the network team whether a firewall rejects these hosts and ports.',
  'tcp-unreachable': 'Ask the network team which router or firewall rejects these addresses.',
  'ipv6-broken': 'Ask the network team to let IPv6 through as IPv4 is, or to take global IPv6 off this machine.',
  'snat-exhausted':
    'Ask the network team for more outbound (SNAT) ports: a NAT gateway, or more public addresses on the firewall or load balancer.',
  'tls-large-hello-dropped':
    'Ask the network team to update the firewall that drops a TLS ClientHello of more than one packet.',
  'mtu-blackhole':
    'Ask the network team to let ICMP "fragmentation needed" through or to clamp the TCP MSS on the tunnel.',
  'dns-aaaa-broken': 'Ask the DNS owner to have AAAA questions answered, an empty answer included.',
  'dns-privatelink-no-record':
    "Ask the DNS owner to add the private endpoints' A records to the private DNS zones that are linked here, or to unlink them.",
  'dns-public-not-private':
    'Ask the DNS owner to link the private DNS zones to this network, or to forward them to 168.63.129.16.',
  'http-service-denied': "Ask the services' owner to allow this network, or to use private endpoints.",
  'dns-timeout': 'Ask the DNS owner which filter or forwarder swallows the questions for these names.',
  'dns-servfail': 'Ask the DNS owner to repair the forwarding of these names.',
  'dns-refused': 'Ask the DNS owner to let the DNS server answer this machine for these names.',
  'dns-tcp-blocked': 'Ask the network team to allow TCP 53 beside UDP 53 to the DNS server.',
  'dns-sinkhole': 'Ask the DNS owner to take these names off the block list of the DNS server.',
  'dns-answers-differ': 'Ask the DNS owner to make all DNS servers answer alike.',
  'no-route': 'Give this machine a route to these addresses: its administrator or the owner of the route table can.',
  'local-denied': "Allow these hosts and ports in this machine's own firewall or routing rules.",
  'tls-closed-after-hello': "Ask the network team to allow these names in the firewall's or proxy's application rules.",
  'tls-silent-after-hello': "Ask the network team to allow these names in the firewall's or proxy's application rules.",
  'http-captive-portal': 'Log this machine in at the portal, or use a network without one.',
  'ws-upgrade-stripped': 'Ask the owner of the proxy or TLS inspection to let websocket upgrades pass.',
  'ws-frames-blocked': 'Ask the owner of the proxy or firewall to pass data in both directions after an upgrade.',
  'ws-dropped-idle': 'Ask the network team to raise the idle timeout of the firewall or proxy.',
  'proxy-needed': 'Take these hosts out of NO_PROXY, which is too wide.',
}
