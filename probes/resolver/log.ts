import { secondsSince } from '../budget.ts'
import type { DnsAnswer } from '../observation.ts'
import type { Clock } from '../probe.ts'
import { answerOf, unanswered, type Asked } from './answer.ts'

/** Every question of one resolution, so that what is known can be told at any moment. */
export type Log = {
  /** Puts a question on record; its answer is filled in when it comes. */
  readonly add: (asked: Asked, answer: Promise<DnsAnswer>) => Promise<DnsAnswer>
  /** In the order of asking. A question that is open counts as unanswered until now. */
  readonly answers: () => readonly DnsAnswer[]
}

export const createLog = (clock: Clock): Log => {
  const entries: (() => DnsAnswer)[] = []
  return {
    add: async (asked, answer) => {
      const began = clock.monotonic()
      const open = () => answerOf(asked, { fault: unanswered(clock.monotonic() - began) }, secondsSince(clock, began))
      const index = entries.push(open) - 1
      const settled = await answer
      entries[index] = () => settled
      return settled
    },
    answers: () => entries.map((entry) => entry()),
  }
}
