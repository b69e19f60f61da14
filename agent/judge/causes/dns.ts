import type { Cause } from '../cause.ts'

/** Names that don't become the right addresses. */
export const dnsCauses = {
  'dns-nxdomain': {
    layer: 'dns',
    verdicts: ['blocked'],
    meaning: 'The DNS server says that the name does not exist.',
    isNot: 'Not a dead server: it answered. Not a broken alias: the name itself is what does not exist.',
    fixer: 'the DNS owner',
    remedy: ({ host, who }) =>
      `Ask the DNS owner why ${who ?? 'the DNS server'} has no ${host}: check the spelling, and that a private zone of this name isn't linked here without the record.`,
  },
  'dns-nodata': {
    layer: 'dns',
    verdicts: ['blocked'],
    meaning: 'The name exists and has neither an IPv4 nor an IPv6 address.',
    isNot: 'Not NXDOMAIN: the name exists, with other records.',
    fixer: 'the DNS owner',
    remedy: ({ host, who }) =>
      `Ask the DNS owner to add the missing A record of ${host} at ${who ?? 'the DNS server'}.`,
  },
  'dns-servfail': {
    layer: 'dns',
    verdicts: ['blocked'],
    meaning: 'The DNS server could not find out: its own upstream, forwarder or DNSSEC check failed.',
    isNot: 'Not a missing name: the server does not say whether it exists.',
    fixer: 'the DNS owner',
    remedy: ({ host, who }) =>
      `Ask the DNS owner to repair the forwarding of ${host} at ${who ?? 'the DNS server'}, which answers SERVFAIL.`,
  },
  'dns-refused': {
    layer: 'dns',
    verdicts: ['blocked'],
    meaning: 'The DNS server refuses to answer this machine, or for this name.',
    isNot: 'Not a refused connection: the server was reached and said no.',
    fixer: 'the DNS owner',
    remedy: ({ host, who }) => `Ask the DNS owner to let ${who ?? 'the DNS server'} answer this machine for ${host}.`,
  },
  'dns-timeout': {
    layer: 'dns',
    verdicts: ['blocked'],
    meaning: 'No DNS server answers for this name, while they do for others.',
    isNot: 'Not a dead server: it answers other questions.',
    fixer: 'the DNS owner',
    remedy: ({ host, who }) =>
      `Ask the DNS owner which filter or forwarder swallows questions for ${host} at ${who ?? 'the DNS server'}.`,
  },
  'dns-resolver-unreachable': {
    layer: 'dns',
    verdicts: ['blocked'],
    meaning: 'None of the configured DNS servers answers anything.',
    isNot: 'Not a fault of this name or its owner: no name resolves here.',
    fixer: 'the network team',
    remedy: ({ who }) =>
      `Ask the network team to allow UDP and TCP 53 from this machine to ${who ?? 'a DNS server'}, or configure a DNS server that can be reached.`,
  },
  'dns-resolver-down': {
    layer: 'dns',
    verdicts: ['degraded'],
    meaning: 'One of the configured DNS servers is dead; another one answers.',
    isNot: 'Not a fault of the endpoint: every lookup pays for it.',
    fixer: "this machine's administrator",
    remedy: ({ who }) =>
      `Take ${who ?? 'the dead DNS server'} out of this machine's DNS settings, or have its owner bring it back.`,
  },
  'dns-aaaa-broken': {
    layer: 'dns',
    verdicts: ['degraded'],
    meaning: 'The question for an IPv4 address is answered, the one for an IPv6 address is not: clients wait seconds.',
    isNot: 'Not the absence of an IPv6 address, which is answered at once.',
    fixer: 'the DNS owner',
    remedy: ({ who }) =>
      `Ask the DNS owner to let ${who ?? 'the DNS server'} answer AAAA questions, an empty answer included.`,
  },
  'dns-tcp-blocked': {
    layer: 'dns',
    verdicts: ['blocked'],
    meaning: 'The answer is too big for UDP, and asking again by TCP 53 does not work.',
    isNot: 'Not a dead server: it answers by UDP.',
    fixer: 'the network team',
    remedy: ({ who }) =>
      `Ask the network team to allow TCP 53 beside UDP 53 from this machine to ${who ?? 'the DNS server'}.`,
  },
  'dns-cname-broken': {
    layer: 'dns',
    verdicts: ['blocked'],
    meaning: 'The name is an alias, and the alias ends in a name without an address or in a loop.',
    isNot: 'Not a missing name: it is there, what it points to is not.',
    fixer: 'the DNS owner',
    remedy: ({ host, who }) =>
      `Ask the DNS owner to repair the alias of ${host}: ${who ?? 'the name that it points to'} has no address.`,
  },
  'dns-privatelink-no-record': {
    layer: 'dns',
    verdicts: ['blocked'],
    meaning:
      'The alias leads into a private link zone that is linked here and lacks the record: it shadows the public one.',
    isNot: 'Not a blocked DNS: the zone answers, without the record.',
    fixer: 'the DNS owner',
    remedy: ({ host, who }) =>
      `Ask the DNS owner to add the private endpoint's A record for ${who ?? host} to the private DNS zone, or to unlink that zone from this network.`,
  },
  'dns-public-not-private': {
    layer: 'dns',
    verdicts: ['degraded', 'denied'],
    meaning: 'A private address is due here, and DNS gives a public one.',
    isNot: "Not a blocked path: traffic takes the public way, which the service's firewall may refuse.",
    fixer: 'the DNS owner',
    remedy: ({ host, who }) =>
      `Ask the DNS owner to link the private DNS zone of ${host} to this network (custom DNS servers: to forward it to 168.63.129.16), so that it is not ${who ?? 'a public address'}.`,
  },
  'dns-sinkhole': {
    layer: 'dns',
    verdicts: ['blocked'],
    meaning: 'DNS gives an address where the service cannot be: a filter answers in its place.',
    isNot: 'Not a private endpoint: nothing at that address proves to be the service.',
    fixer: 'the DNS owner',
    remedy: ({ host, who }) =>
      `Ask the DNS owner to take ${host} off the block list of ${who ?? 'the DNS server'}, which answers with a false address.`,
  },
  'dns-hijacked': {
    layer: 'dns',
    verdicts: ['degraded'],
    meaning: 'Names that cannot exist get an address: the DNS server answers with its own page.',
    isNot: 'Not a fault of the endpoint: every mistyped name seems to exist.',
    fixer: 'the DNS owner',
    remedy: ({ who }) =>
      `Ask the DNS owner to switch off the rewriting of answers for names that don't exist (they get ${who ?? 'an address'}).`,
  },
  'dns-answers-differ': {
    layer: 'dns',
    verdicts: ['degraded'],
    meaning: 'The configured DNS servers give different worlds; the one that is asked first works.',
    isNot:
      'Not the rotation of public addresses: one server gives a private address or none where another gives a public one.',
    fixer: 'the DNS owner',
    remedy: ({ host, who }) =>
      `Ask the DNS owner to make all DNS servers answer alike for ${host}${who === undefined ? '' : ` (${who})`}.`,
  },
} as const satisfies Record<string, Cause>
