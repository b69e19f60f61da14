import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { secondsSince } from '../budget.ts'
import { faultOf } from '../fault.ts'
import type { DnsAnswer, Fault } from '../observation.ts'
import type { Clock } from '../probe.ts'
import { answerOf, SILENCE_MS, unanswered, type Heard } from './answer.ts'
import type { DnsServer } from './server.ts'
import { isNumbered, readReply, writeQuery, type Question } from './wire.ts'

/** From one sending of a question to the next, milliseconds: for packets that are lost. */
const RESEND_MS = [SILENCE_MS, 200, 400, 800, 1600]
/** Sendings that carry EDNS: some devices drop what they don't know, and few systems send it. */
const EDNS_SENDINGS = 2
/** Messages with our number that are read, and wrong ones that are counted: a flood costs no more. */
const MOST_MESSAGES = 100
/** This machine ran out of something that others may give back. */
const SHORTAGES = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EAGAIN'])
/** Pause before a socket is tried for again, milliseconds. */
const SHORTAGE_PAUSE_MS = 50

/**
 * Asks one server by UDP, from a socket of its own (random port and number; connected, so that ICMP is seen), again and again
 * until a reply comes or the signal ends it. Late replies count. Never rejects.
 */
export const askUdp = async (
  question: Question,
  server: DnsServer,
  clock: Clock,
  signal: AbortSignal,
): Promise<DnsAnswer> => {
  const began = clock.monotonic()
  const ms = () => clock.monotonic() - began
  let heard = await converse(question, server, ms, signal)
  while (isShortage(heard)) {
    await delay(SHORTAGE_PAUSE_MS, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    heard = await converse(question, server, ms, signal)
  }
  return answerOf({ question, server, transport: 'udp' }, heard, secondsSince(clock, began))
}

const isShortage = (heard: Heard): boolean => 'fault' in heard && SHORTAGES.has(heard.fault.code ?? '')

const converse = (question: Question, server: DnsServer, ms: () => number, signal: AbortSignal): Promise<Heard> =>
  new Promise((resolve) => {
    const socket = createSocket({ type: isIPv6(server.address) ? 'udp6' : 'udp4' })
    const query = { id: randomInt(0x10000), question }
    let edns = true
    let sendings = 0
    let read = 0
    let ignored = 0
    let over = false
    let timer: NodeJS.Timeout | undefined
    const finish = (heard: Heard) => {
      if (over) return
      over = true
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      socket.close()
      resolve({ ...heard, ignored })
    }
    const fail = (fault: Fault) => finish({ fault })
    const onAbort = () => fail(unanswered(ms()))
    const send = () => {
      if (over) return
      if (sendings === EDNS_SENDINGS) edns = false
      const gap = RESEND_MS[sendings++]
      socket.send(writeQuery(query, edns), (error) => {
        if (error) fail(faultOf(error))
      })
      if (gap !== undefined) timer = setTimeout(send, gap)
    }
    socket.on('error', (error) => fail(faultOf(error)))
    socket.on('message', (message) => {
      const reply = isNumbered(message, query.id) && read++ < MOST_MESSAGES ? readReply(message, query) : 'other'
      if (reply === 'other') ignored = Math.min(ignored + 1, MOST_MESSAGES)
      else if (reply === 'malformed') fail({ kind: 'malformed' })
      else if (edns && (reply.rcode === 'FORMERR' || reply.rcode === 'NOTIMP')) {
        // It doesn't know EDNS (RFC 6891, section 7): ask in the old way.
        edns = false
        clearTimeout(timer)
        send()
      } else finish({ reply })
    })
    socket.once('connect', send)
    socket.connect(server.port, server.address)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
  })
