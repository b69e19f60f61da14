import type { DnsAnswer } from '../observation.ts'
import { isUsable } from './answer.ts'
import type { DnsServer } from './server.ts'

/**
 * Puts one question to the servers as the system would, only less patiently: the next one is asked after silence of
 * `patienceMs`, or as soon as an answer is not usable (SERVFAIL, REFUSED, ICMP, ...). All stay open, and the first usable answer in
 * the order of the servers is taken: a later server's waits `patienceMs` for the ones before it.
 * @returns the answer that decides: where none is usable, one with an rcode before one that says less
 * @param ask must settle soon after its signal aborts
 */
export const askInOrder = (
  servers: readonly DnsServer[],
  ask: (server: DnsServer) => Promise<DnsAnswer>,
  patienceMs: number,
  signal: AbortSignal,
): Promise<DnsAnswer | undefined> =>
  new Promise((resolve) => {
    const settled: (DnsAnswer | undefined)[] = []
    let patience: NodeJS.Timeout | undefined
    let preference: NodeJS.Timeout | undefined
    const usable = () => settled.find((answer) => answer !== undefined && isUsable(answer))
    const finish = (answer: DnsAnswer | undefined) => {
      clearTimeout(patience)
      clearTimeout(preference)
      resolve(answer)
    }
    const askNext = () => {
      clearTimeout(patience)
      const index = settled.length
      const server = servers[index]
      if (server === undefined) return
      settled.push(undefined)
      void ask(server).then((answer) => {
        settled[index] = answer
        weigh()
      })
      patience = setTimeout(askNext, patienceMs)
    }
    const weigh = () => {
      const first = usable()
      const open = settled.indexOf(undefined)
      if (first !== undefined) {
        clearTimeout(patience)
        if (open === -1 || settled.indexOf(first) < open) finish(first)
        else preference ??= setTimeout(() => finish(usable()), patienceMs)
      } else if (settled.length < servers.length && !signal.aborted) {
        askNext()
      } else if (open === -1) finish(mostTelling(settled))
    }
    weigh()
  })

const mostTelling = (answers: readonly (DnsAnswer | undefined)[]): DnsAnswer | undefined => {
  const weight = (answer: DnsAnswer | undefined) => {
    if (answer?.rcode !== undefined) return 0
    return ['malformed', 'closed', 'reset', 'timeout', 'errno', 'aborted'].indexOf(answer?.fault?.kind ?? '') + 1
  }
  return answers.toSorted((one, other) => weight(one) - weight(other))[0]
}
