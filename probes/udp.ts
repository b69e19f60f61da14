import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIP } from 'node:net'
import { firstBytesOf } from './evidence.ts'
import { faultOf } from './fault.ts'
import type { ConnectFacts, Fault, RequestFacts } from './observation.ts'
import { StepFault, type Job, type Probe } from './probe.ts'
import { payloadFor } from './udp-payload.ts'

/** When to send, in milliseconds: a datagram may get lost, and routers say "unreachable" about once a second. */
const SEND_AT_MS = [0, 500, 1000] as const
/** When silence has lasted long enough: two seconds after the last send. */
const GIVE_UP_MS = 3000

/**
 * Sends a datagram up to three times and waits for any reply. The socket is connected, so ICMP errors reach it and nobody else's
 * datagrams do. A failure of `connect`, which sends nothing, is the local route's; silence is a `timeout` that proves nothing.
 */
export const udp: Probe = {
  proxied: false,
  run: async (job) => {
    const socket = createSocket(isIP(job.address) === 6 ? 'udp6' : 'udp4')
    try {
      await job.step('connect', () => connect(socket, job))
      await job.step('request', () => exchange(socket, payloadFor(job.target.port), job.signal))
    } finally {
      socket.close()
    }
  },
}

const connect = async (socket: Socket, { address, target: { port }, local }: Job): Promise<ConnectFacts> => {
  try {
    const connected = once(socket, 'connect')
    socket.connect(port, address)
    await connected
  } catch (error) {
    const fault = faultOf(error)
    throw new StepFault(fault, { address, port, route: fault.code ?? null })
  }
  const { address: localAddress, port: localPort } = socket.address()
  local({ localAddress, localPort })
  return { address, port }
}

const exchange = (socket: Socket, payload: (turn: number) => Buffer, signal: AbortSignal): Promise<RequestFacts> =>
  new Promise((resolve, reject) => {
    let sent = 0
    const settle = (outcome: () => void) => {
      timers.forEach(clearTimeout)
      signal.removeEventListener('abort', onAbort)
      outcome()
    }
    const fail = (fault: Fault) => settle(() => reject(new StepFault(fault, { protocol: 'udp', sent, replies: 0 })))
    const onAbort = () => fail({ kind: 'aborted' })
    const send = (turn: number) =>
      socket.send(payload(turn), (error) => {
        if (error === null) sent++
        else fail(faultOf(error))
      })
    const timers = [
      ...SEND_AT_MS.map((ms, turn) => setTimeout(send, ms, turn)),
      setTimeout(fail, GIVE_UP_MS, { kind: 'timeout' }),
    ]
    socket.on('error', (error) => fail(faultOf(error)))
    socket.on('message', (reply) =>
      settle(() => resolve({ protocol: 'udp', sent, replies: 1, ...firstBytesOf(reply) })),
    )
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
