import { place, type Cause } from '../cause.ts'

/** What this machine itself refuses. */
export const localCauses = {
  'no-route': {
    layer: 'local',
    verdicts: ['blocked'],
    meaning: 'This machine has no route to the address: nothing was sent.',
    isNot: 'Not a firewall on the way: the packet never left.',
    fixer: "this machine's administrator",
    remedy: ({ address, host }) =>
      `Give this machine a route to ${address ?? host} (a default route, as a rule): its administrator or the owner of the subnet's route table can.`,
  },
  'local-denied': {
    layer: 'local',
    verdicts: ['blocked'],
    meaning: "This machine's own firewall or a prohibit route refuses to send.",
    isNot: 'Not a firewall elsewhere: the refusal came from the local system at once.',
    fixer: "this machine's administrator",
    remedy: (facts) => `Allow outbound ${place(facts)} in this machine's own firewall or routing rules.`,
  },
  'local-resource': {
    layer: 'local',
    verdicts: ['inconclusive'],
    meaning: 'This machine ran out of file descriptors, ports or buffers.',
    isNot: 'Not a statement about the network: nothing was sent.',
    fixer: "this machine's administrator",
    remedy: ({ who }) =>
      `Run again with a smaller --concurrency, or raise this machine's limit${who === undefined ? '' : ` (${who})`}.`,
  },
} as const satisfies Record<string, Cause>
