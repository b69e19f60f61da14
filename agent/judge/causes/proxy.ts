import type { Cause } from '../cause.ts'

const besides = (clause: string | undefined): string => (clause === undefined ? '' : `; ${clause}`)

/** The proxy of this machine's settings. */
export const proxyCauses = {
  'proxy-unresolved': {
    layer: 'proxy',
    verdicts: ['blocked'],
    meaning: "The proxy's own name has no address.",
    isNot: "Not a fault of the endpoint's name: the proxy would resolve that.",
    fixer: "this machine's administrator",
    remedy: ({ via }) => `Correct the proxy setting (${via ?? 'HTTPS_PROXY'}), or have its name added to DNS.`,
  },
  'proxy-unreachable': {
    layer: 'proxy',
    verdicts: ['blocked'],
    meaning: 'The proxy cannot be connected to.',
    isNot: 'Not a refusal of the endpoint: the proxy was never asked.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team to allow this machine to reach the proxy ${facts.via ?? ''}, or correct the proxy setting${besides(facts.besides)}.`,
  },
  'proxy-auth-required': {
    layer: 'proxy',
    verdicts: ['blocked'],
    meaning: 'The proxy wants a user name and password (407).',
    isNot: "Not the service's login: the request never left the proxy.",
    fixer: 'the owner of the proxy',
    remedy: (facts) =>
      `Put a user name and password into this machine's proxy setting, or ask the owner of ${facts.via ?? 'the proxy'} to exempt ${facts.host}${besides(facts.besides)}.`,
  },
  'proxy-denied': {
    layer: 'proxy',
    verdicts: ['blocked'],
    meaning: 'The proxy refuses to connect to this endpoint.',
    isNot: "Not the service's refusal: the request never left the proxy.",
    fixer: 'the owner of the proxy',
    remedy: (facts) =>
      `Ask the owner of ${facts.via ?? 'the proxy'} to allow ${facts.host}:${facts.port}${besides(facts.besides)}.`,
  },
  'proxy-bad-gateway': {
    layer: 'proxy',
    verdicts: ['blocked'],
    meaning: 'The proxy tried and could not reach the endpoint.',
    isNot: 'Not a rule of the proxy, as a rule: its own DNS or way out fails.',
    fixer: 'the owner of the proxy',
    remedy: (facts) =>
      `Ask the owner of ${facts.via ?? 'the proxy'} why it can't resolve or reach ${facts.host}:${facts.port}${besides(facts.besides)}.`,
  },
  'proxy-no-response': {
    layer: 'proxy',
    verdicts: ['blocked'],
    meaning: 'The proxy took the connection and gave no answer to the request.',
    isNot: 'Not an unreachable proxy: it accepted the connection.',
    fixer: 'the owner of the proxy',
    remedy: (facts) =>
      `Ask the owner of ${facts.via ?? 'the proxy'} why it does not answer CONNECT ${facts.host}:${facts.port}${besides(facts.besides)}.`,
  },
  'proxy-needed': {
    layer: 'proxy',
    verdicts: ['blocked'],
    meaning: 'The settings exempt this host from the proxy; directly it fails, through the proxy it works.',
    isNot: 'Not a block by the proxy.',
    fixer: "this machine's administrator",
    remedy: ({ host, who }) =>
      `Take ${host} out of NO_PROXY, which is too wide${who === undefined ? '' : ` (the proxy is ${who})`}.`,
  },
} as const satisfies Record<string, Cause>
