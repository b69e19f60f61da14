import { peer, place, type Cause } from '../cause.ts'

/** What is of no single layer, and what can't be known. */
export const otherCauses = {
  'no-proof-of-listener': {
    layer: 'tcp',
    verdicts: ['inconclusive'],
    meaning: 'Nothing shows that there should be an answer: the host is a guess, or nobody promises this port.',
    isNot: 'Not a block that we could prove.',
    fixer: "the workload's owner",
    remedy: ({ host }) =>
      `Name a host or port that is known to answer in place of ${host} (a fact with --set, or a representative).`,
  },
  'smb-refused': {
    layer: 'smb',
    verdicts: ['blocked'],
    meaning: 'The file server was reached and refused the SMB negotiation.',
    isNot: 'Not a blocked port 445: an SMB answer came.',
    fixer: "the service's owner",
    remedy: (facts) =>
      `Ask the owner of ${facts.host} which SMB versions it allows (it answered ${facts.who ?? 'an error'}).`,
  },
  'protocol-mismatch': {
    layer: 'tcp',
    verdicts: ['blocked'],
    meaning: 'What answers speaks another protocol.',
    isNot: 'Not the service, though it took the connection.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team what answers at ${peer(facts)} in place of ${place(facts)}: ${facts.who ?? 'it speaks another protocol'}.`,
  },
  deadline: {
    layer: null,
    verdicts: ['inconclusive'],
    meaning: 'The time ended before this was known.',
    isNot: 'Not a statement about the network.',
    fixer: 'nobody',
    remedy: ({ who }) => `Run again with a longer ${who ?? '--deadline'}.`,
  },
  'not-derivable': {
    layer: null,
    verdicts: ['untestable'],
    meaning: 'The requirement is a pattern, and no concrete name is known for it.',
    isNot: 'Not a pass.',
    fixer: "the workload's owner",
    remedy: ({ host }) => `Allow ${host} as documented, and name a concrete host to have it tested.`,
  },
  'wrong-vantage': {
    layer: null,
    verdicts: ['untestable'],
    meaning: 'The requirement is about traffic that starts elsewhere.',
    isNot: 'Not a pass.',
    fixer: 'nobody',
    remedy: ({ host }) => `Run connprobe where the traffic to ${host} starts.`,
  },
  'missing-fact': {
    layer: null,
    verdicts: ['untestable'],
    meaning: 'A fact is missing without which the name is not known.',
    isNot: 'Not a pass.',
    fixer: "the workload's owner",
    remedy: ({ who }) => `Give the fact: --set ${who ?? 'NAME'}=VALUE.`,
  },
  'probe-error': {
    layer: null,
    verdicts: ['inconclusive'],
    meaning: 'The tool itself failed, or was asked for what it does not speak.',
    isNot: 'Not a statement about the network.',
    fixer: "connprobe's developers",
    remedy: ({ who, besides }) =>
      besides === undefined
        ? `Report this as a defect of connprobe, with the JSON report${who === undefined ? '' : ` (${who})`}.`
        : `Change the settings: ${besides}.`,
  },
  unknown: {
    layer: null,
    verdicts: ['blocked'],
    meaning: 'It does not work, and the evidence fits no known cause.',
    isNot: 'Not a guess: the raw evidence is in the report.',
    fixer: 'the network team',
    remedy: (facts) => `Ask the network team to look at ${place(facts)} with the evidence in the report.`,
  },
} as const satisfies Record<string, Cause>
