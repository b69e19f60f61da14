import { peer, place, type Cause } from '../cause.ts'

const also = (clause: string | undefined): string => (clause === undefined ? '' : `; ${clause}`)

/** Connections that don't come about, or come about for a part of the addresses. */
export const tcpCauses = {
  'tcp-timeout': {
    layer: 'tcp',
    verdicts: ['blocked'],
    meaning: 'Nothing answers the connection request or its repetitions: a filter drops them, or the way back.',
    isNot: 'Not a refusal: nobody said no. A filter on this machine that drops looks the same.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team to allow ${place(facts)} at ${facts.address ?? 'every address'} (network security group, route table, firewall)${also(facts.besides)}; a local filter that drops looks the same, so check this machine's own firewall too.`,
  },
  'tcp-refused': {
    layer: 'tcp',
    verdicts: ['blocked'],
    meaning: 'The connection was refused: by the host, where nothing listens, or by a firewall in its name.',
    isNot: 'Not a timeout: an answer came.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team whether a firewall rejects ${place(facts)}; if none does, nothing listens at ${peer(facts)}${also(facts.besides)}.`,
  },
  'tcp-unreachable': {
    layer: 'tcp',
    verdicts: ['blocked'],
    meaning: 'A router or firewall on the way says that the address is unreachable or prohibited.',
    isNot: 'Not a missing route of this machine: the packet left.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team which router or firewall rejects ${peer(facts)} port ${facts.port} and to allow or route it${also(facts.besides)}.`,
  },
  'tcp-closed-early': {
    layer: 'tcp',
    verdicts: ['blocked'],
    meaning: 'The connection was made and closed before a byte was exchanged.',
    isNot: 'Not an open port: a firewall or a load balancer without a backend took the call and hung up.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team whether a firewall closes ${place(facts)} after the handshake; else the owner of ${peer(facts)} why it hangs up.`,
  },
  'tcp-middlebox': {
    layer: 'tcp',
    verdicts: ['inconclusive'],
    meaning: 'Something on the way may complete every TCP handshake, so that a connection proves nothing.',
    isNot: 'Not a block, and not an open port: this protocol shows nothing further.',
    fixer: 'nobody',
    remedy: (facts) =>
      `Check the firewall's log for ${place(facts)}: from here an allowed and a denied connection look the same.`,
  },
  'some-addresses-blocked': {
    layer: 'tcp',
    verdicts: ['degraded'],
    meaning: "A part of the name's addresses fails: clients that pick one of them do too.",
    isNot: 'Not an outage: the other addresses work.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team to allow all addresses of ${place(facts)}, ${facts.who ?? 'the failing ones'} included: allow the name or the service tag, not single addresses.`,
  },
  'ipv6-broken': {
    layer: 'tcp',
    verdicts: ['degraded'],
    meaning: 'This machine has global IPv6, and the IPv6 addresses fail while IPv4 works.',
    isNot: 'Not a fault of the endpoint: clients that prefer IPv6 wait or fail.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team to let IPv6 through to ${place(facts)} as IPv4 is, or to take global IPv6 off this machine.`,
  },
  flaky: {
    layer: 'tcp',
    verdicts: ['degraded'],
    meaning: 'The first try failed, the next one succeeded.',
    isNot: 'Not a block: the same thing works.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team to look for packet loss or an overloaded firewall on the way to ${peer(facts)}; run again to see how often it fails.`,
  },
  slow: {
    layer: 'tcp',
    verdicts: ['degraded'],
    meaning: 'A phase took longer than the requirement allows.',
    isNot: 'Not a block: it works, in the end.',
    fixer: 'the network team',
    remedy: (facts) => `Ask the network team why ${facts.who ?? 'the connection'} to ${facts.host} is slow.`,
  },
  'snat-exhausted': {
    layer: 'tcp',
    verdicts: ['degraded'],
    meaning: 'Connections fail when many are made at once and succeed when they are spaced: outbound ports ran out.',
    isNot: 'Not a rule: the same connection succeeds a moment later.',
    fixer: 'the network team',
    remedy: () =>
      `Ask the network team for more outbound (SNAT) ports: a NAT gateway, or more public addresses on the firewall or load balancer.`,
  },
} as const satisfies Record<string, Cause>
