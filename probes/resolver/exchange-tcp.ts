import { randomInt } from 'node:crypto'
import type { Socket } from 'node:net'
import { secondsSince } from '../budget.ts'
import { faultOf } from '../fault.ts'
import type { DnsAnswer } from '../observation.ts'
import type { Clock, Connect } from '../probe.ts'
import { answerOf, unanswered, type Heard } from './answer.ts'
import type { DnsServer } from './server.ts'
import { readReply, writeQuery, type Query, type Question } from './wire.ts'

/** Bytes before each message that say how long it is (RFC 1035, section 4.2.2). */
const PREFIX = 2

/** Asks one server by TCP, on a connection of its own; the signal ends it. Never rejects. */
export const askTcp = async (
  question: Question,
  server: DnsServer,
  clock: Clock,
  connect: Connect,
  signal: AbortSignal,
): Promise<DnsAnswer> => {
  const began = clock.monotonic()
  const query = { id: randomInt(0x10000), question }
  const hear = async (): Promise<Heard> => {
    try {
      return await converse(await connect(server.address, server.port, signal), query, signal)
    } catch (error) {
      return { fault: signal.aborted ? unanswered(clock.monotonic() - began) : faultOf(error) }
    }
  }
  const heard = await hear()
  return answerOf({ question, server, transport: 'tcp' }, heard, secondsSince(clock, began))
}

/** Sends the query and reads one message. Rejects with the socket's error, and with anything once the signal aborts. */
const converse = (socket: Socket, query: Query, signal: AbortSignal): Promise<Heard> => {
  const onAbort = () => socket.destroy(new Error('Ended by the signal'))
  return new Promise<Heard>((resolve, reject) => {
    const chunks: Buffer[] = []
    let received = 0
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      received += chunk.length
      if (received < PREFIX) return
      if (chunks[0] === undefined || chunks[0].length < PREFIX) chunks.splice(0, chunks.length, Buffer.concat(chunks))
      const end = PREFIX + (chunks[0]?.readUInt16BE(0) ?? 0)
      if (received < end) return
      const reply = readReply(Buffer.concat(chunks).subarray(PREFIX, end), query)
      resolve(typeof reply === 'string' ? { fault: { kind: 'malformed' } } : { reply })
    })
    socket.on('error', reject)
    socket.on('close', () => resolve({ fault: { kind: 'closed' } }))
    socket.on('end', () => resolve({ fault: { kind: 'closed' } }))
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    const message = writeQuery(query, false)
    const prefix = Buffer.alloc(PREFIX)
    prefix.writeUInt16BE(message.length)
    socket.write(Buffer.concat([prefix, message]))
  }).finally(() => {
    signal.removeEventListener('abort', onAbort)
    socket.destroy()
  })
}
