import { place, type Cause } from '../cause.ts'

/** Datagrams: only an answer or an error proves anything. */
export const udpCauses = {
  'udp-silent': {
    layer: 'udp',
    verdicts: ['inconclusive'],
    meaning: 'No answer and no error came: UDP cannot tell a filter from a service that stays silent.',
    isNot: 'Neither open nor blocked.',
    fixer: 'the network team',
    remedy: (facts) => `Check the rules and the firewall's log for ${place(facts)}: UDP itself can't show it.`,
  },
  'udp-port-unreachable': {
    layer: 'udp',
    verdicts: ['blocked'],
    meaning: 'The host or a firewall says that nothing listens on the port.',
    isNot: 'Not silence: an ICMP error came back.',
    fixer: 'the network team',
    remedy: (facts) => `Ask the network team whether a firewall rejects ${place(facts)}; else nothing listens there.`,
  },
  'udp-unreachable': {
    layer: 'udp',
    verdicts: ['blocked'],
    meaning: 'A firewall on the way prohibits the datagrams, and says so.',
    isNot: 'Not silence: an ICMP error came back.',
    fixer: 'the network team',
    remedy: (facts) => `Ask the network team to allow ${place(facts)}.`,
  },
} as const satisfies Record<string, Cause>
