import type { DnsAnswer, Fault } from '../observation.ts'
import { followChain } from './chain.ts'
import { formatServer, type DnsServer } from './server.ts'
import type { Question, Reply } from './wire.ts'

/** A question, and to whom it was put and how. */
export type Asked = {
  readonly question: Question
  readonly server: DnsServer
  readonly transport: DnsAnswer['transport']
}

/** What came back: a reply or a fault, and how many messages were no reply to the question. */
export type Heard = ({ readonly reply: Reply } | { readonly fault: Fault }) & { readonly ignored?: number }

/** Milliseconds within which no answer means nothing yet: until then, nothing was sent again. */
export const SILENCE_MS = 100

/** What it means that no answer came within `ms`: silence, or that we didn't wait. */
export const unanswered = (ms: number): Fault => ({ kind: ms < SILENCE_MS ? 'aborted' : 'timeout' })

/** One question and what became of it, as it is reported. */
export const answerOf = (asked: Asked, heard: Heard, durationSeconds: number): DnsAnswer => ({
  server: formatServer(asked.server),
  transport: asked.transport,
  name: asked.question.name,
  type: asked.question.type,
  ...('reply' in heard ? said(asked.question, heard.reply) : { addresses: [], chain: [], fault: heard.fault }),
  ...(heard.ignored ? { ignored: heard.ignored } : {}),
  durationSeconds,
})

const said = ({ name, type }: Question, { rcode, truncated, resources }: Reply) => {
  const { addresses, chain, loop, ttl } =
    type === 'NS' ? { addresses: [], chain: [], loop: false, ttl: null } : followChain(name, type, resources)
  return {
    rcode,
    ...(truncated && { truncated }),
    addresses,
    chain,
    ...(loop && { loop }),
    ...(ttl !== null && { ttl }),
  }
}

/** Whether the system would go by this answer: it leaves any other for the next server's. */
export const isUsable = ({ fault, truncated, rcode }: DnsAnswer): boolean =>
  !fault && !truncated && (rcode === 'NOERROR' || rcode === 'NXDOMAIN')

/** The addresses that the system would take from an answer. */
export const addressesOf = (answer: DnsAnswer | undefined): readonly string[] =>
  answer && isUsable(answer) && answer.rcode === 'NOERROR' ? answer.addresses : []

/** Why there is no address in an answer. `NODATA` is ours: the name exists, without an address of this type. */
export const faultOfAnswer = ({ fault, rcode }: DnsAnswer): Fault =>
  fault ?? { kind: 'rcode', code: rcode === undefined || rcode === 'NOERROR' ? 'NODATA' : rcode }
