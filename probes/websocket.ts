import { createHash, randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { secondsSince } from './budget.ts'
import { dial } from './dial.ts'
import { faultOf } from './fault.ts'
import { ask } from './http-exchange.ts'
import { requestOf } from './http-request.ts'
import type { TransferFacts } from './observation.ts'
import { StepFault, type Job, type Probe } from './probe.ts'
import { openSession } from './websocket-session.ts'

/** RFC 6455, section 1.3. */
const KEY_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/**
 * Opens a websocket, and proves that frames pass both ways by a ping and its pong. With `holdMs` it stays quiet that long and
 * asks again: a middlebox that forgets idle connections shows itself by closing, or by the pong that doesn't come.
 */
export const websocket: Probe = {
  proxied: true,
  run: async (job) => {
    const secure = job.target.tls ?? job.target.port !== 80
    const connection = await dial(job, { tls: secure, alpn: secure ? ['http/1.1'] : [] })
    const key = randomBytes(16).toString('base64')
    const request = requestOf(job, connection, 'websocket', secure)
    const headers = { ...request.headers, 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': key }
    const asking = ask(connection, { ...request, headers, upgrade: 'websocket' }, job.signal)
    await job.step('request', async () => {
      const { facts, body } = await asking
      if (facts.status !== 101) {
        await body
        throw new StepFault({ kind: 'refused' }, facts)
      }
      const accepted = facts.headers?.['sec-websocket-accept'] === acceptOf(key)
      if (accepted && facts.headers['upgrade']?.toLowerCase() === 'websocket') return { ...facts, accepted }
      throw new StepFault({ kind: 'malformed' }, { ...facts, accepted })
    })
    const { upgraded } = await asking
    if (upgraded !== null) await job.step('transfer', () => transfer(job, upgraded))
  },
}

/** RFC 6455, section 4.2.2, step 5.4. */
const acceptOf = (key: string): string =>
  createHash('sha1')
    .update(key + KEY_SUFFIX)
    .digest('base64')

const transfer = async ({ target, world, signal }: Job, socket: Duplex): Promise<TransferFacts> => {
  const { clock } = world
  const session = openSession(socket)
  let facts: TransferFacts & { protocol: 'websocket' } = { protocol: 'websocket' }
  try {
    const asked = clock.monotonic()
    await session.ping()
    facts = { ...facts, pongSeconds: secondsSince(clock, asked) }
    if (target.holdMs !== undefined) {
      const opened = clock.monotonic()
      await session.stayQuiet(target.holdMs, signal).finally(() => {
        facts = { ...facts, heldSeconds: secondsSince(clock, opened) }
      })
      if (signal.aborted) return facts
      await session.ping()
    }
    await session.leave()
    return facts
  } catch (error) {
    const closeCode = session.closeCode()
    throw new StepFault(faultOf(error), closeCode === null ? facts : { ...facts, closeCode })
  }
}
