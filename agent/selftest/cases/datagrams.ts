import { endpoint, type Case } from '../case.ts'

const asked = [endpoint('127.0.0.1', { port: 5831, protocol: 'udp', probe: 'udp' })] as const

/** UDP: an answer, silence, and a port at which nothing listens. */
export const datagramCases: readonly Case[] = [
  { name: 'UDP is answered', network: { udp: () => 'here' }, endpoints: asked, verdict: 'open', cause: null },
  {
    name: 'UDP meets silence',
    network: { udp: () => null },
    endpoints: asked,
    verdict: 'inconclusive',
    cause: 'udp-silent',
  },
  {
    name: 'nothing listens at a UDP port',
    network: { udp: null },
    endpoints: asked,
    verdict: 'blocked',
    cause: 'udp-port-unreachable',
  },
]
