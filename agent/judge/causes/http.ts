import { peer, place, type Cause } from '../cause.ts'

/** Answers that aren't the service's, or that refuse. */
export const httpCauses = {
  'http-firewall-deny': {
    layer: 'http',
    verdicts: ['blocked'],
    meaning: "A firewall answered in the service's place that it denies the request.",
    isNot: "Not the service's answer: it is the firewall's own, by its signature.",
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team to add an application rule for ${facts.host} port ${facts.port} to ${facts.who ?? 'the firewall'}.`,
  },
  'http-block-page': {
    layer: 'http',
    verdicts: ['blocked'],
    meaning: "A web filter answered with its block page in the service's place.",
    isNot: "Not the service's answer, though the status may be 200.",
    fixer: 'the network team',
    remedy: (facts) => `Ask the network team to allow ${facts.host} in ${facts.who ?? 'the web filter'}.`,
  },
  'http-captive-portal': {
    layer: 'http',
    verdicts: ['blocked'],
    meaning: 'A portal wants somebody to log in or agree before it lets traffic through.',
    isNot: 'Not a redirect of the service.',
    fixer: "this machine's administrator",
    remedy: ({ who }) => `Log this machine in at the portal (${who ?? 'its own page'}), or use a network without one.`,
  },
  'http-service-denied': {
    layer: 'http',
    verdicts: ['denied'],
    meaning: 'The service itself refuses this client: its firewall, private link only, or public access disabled.',
    isNot: 'Not a network block: the path is open to the service.',
    fixer: "the service's owner",
    remedy: ({ host, who, besides }) =>
      `Ask the owner of ${host} to allow this network in ${who ?? "the service's"} networking settings, or to use its private endpoint${besides === undefined ? '' : `; ${besides}`}.`,
  },
  'http-no-response': {
    layer: 'http',
    verdicts: ['blocked'],
    meaning: 'The request was sent, and no answer came.',
    isNot: 'Not a failed connection: the handshake was complete.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team whether a firewall or proxy holds back requests to ${place(facts)}; else the owner of ${peer(facts)}.`,
  },
  'http-closed': {
    layer: 'http',
    verdicts: ['blocked'],
    meaning: 'The connection was closed in answer to the request.',
    isNot: 'Not a failed connection: it was closed because of what was asked, or for whom.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team whether a firewall or proxy cuts requests to ${place(facts)}; else the owner of ${peer(facts)}.`,
  },
  'http-malformed': {
    layer: 'http',
    verdicts: ['blocked'],
    meaning: 'What answers does not speak HTTP.',
    isNot: 'Not an error of the service: its answer would be HTTP.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team what answers ${place(facts)} with ${facts.who ?? 'something that is not HTTP'}.`,
  },
  'http-server-error': {
    layer: 'http',
    verdicts: ['degraded'],
    meaning: 'The service was reached and reports an error of its own.',
    isNot: 'Not a network fault.',
    fixer: "the service's owner",
    remedy: ({ host, who }) => `Ask the owner of ${host} about its status ${who ?? '5xx'}, or wait and run again.`,
  },
  'http-unexpected': {
    layer: 'http',
    verdicts: ['blocked'],
    meaning: 'The answer has a status that the requirement rules out.',
    isNot: 'Not a failed connection: an answer came.',
    fixer: "the service's owner",
    remedy: ({ host, who }) =>
      `Find out who answers ${who ?? 'with this status'} for ${host}: the network team if it is a proxy, else its owner.`,
  },
} as const satisfies Record<string, Cause>
