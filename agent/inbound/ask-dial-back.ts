import { isIP } from 'node:net'
import { startBudget } from '../../probes/budget.ts'
import { faultOf } from '../../probes/fault.ts'
import type { Observation } from '../../probes/observation.ts'
import type { World } from '../../probes/probe.ts'
import { observation } from '../report/observation-schema.ts'
import { dialBackRequest, MOST_ANSWER_BYTES, type DialBack } from '../respond/protocol.ts'
import type { Responder } from './responder.ts'

/** What it saw when it connected to us, or why that isn't known: words. */
export type DialledBack = { readonly observation: Observation } | { readonly unasked: string }

/**
 * Asks a responder to connect to a port of ours. Never rejects; its answer is a stranger's, checked and bounded.
 * @param timeoutMs the whole budget, milliseconds
 */
export const askDialBack = async (
  { host, port }: Responder,
  wanted: DialBack,
  { resolve, connect }: Pick<World, 'resolve' | 'connect'>,
  timeoutMs: number,
  run: AbortSignal,
): Promise<DialledBack> => {
  const budget = startBudget(timeoutMs, run)
  try {
    const [address = host] = isIP(host) === 0 ? (await resolve(host, budget.signal)).addresses : []
    const socket = await connect(address, port, budget.signal)
    const answer = await new Promise<string>((resolve, reject) => {
      let text = ''
      const end = () => resolve(text)
      budget.signal.addEventListener('abort', end, { once: true })
      socket
        .setEncoding('utf8')
        .on('error', reject)
        .once('end', end)
        .on('data', (part: string) => {
          text += part
          if (text.length > MOST_ANSWER_BYTES) end()
        })
      socket.write(dialBackRequest(wanted))
    }).finally(() => socket.destroy())
    const parsed = observation.safeParse(parseJson(answer))
    return parsed.success ? { observation: parsed.data } : { unasked: 'its answer is none' }
  } catch (error) {
    const { code, kind } = faultOf(error)
    return { unasked: code ?? kind }
  } finally {
    budget.end()
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
