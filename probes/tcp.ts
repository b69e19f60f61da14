import type { Socket } from 'node:net'
import { dial } from './dial.ts'
import { firstBytesOf } from './evidence.ts'
import type { TransferFacts } from './observation.ts'
import type { Probe } from './probe.ts'

/** How long to listen whether the peer speaks first or hangs up, milliseconds. */
const LISTEN_MS = 300

/** Connects, says nothing, and listens for a moment: only a peer that speaks first shows that it isn't a middlebox. */
export const tcp: Probe = {
  proxied: false,
  run: async (job) => {
    const { socket } = await dial(job, { tls: false })
    await job.step('transfer', () => listen(socket))
    socket.destroy()
  },
}

/** Ends with the first bytes, the connection, or the time. That the budget ends first shows as `open` too: nothing came. */
const listen = (socket: Socket): Promise<TransferFacts> =>
  new Promise((resolve) => {
    let end: 'open' | 'closed' | 'reset' = 'open'
    let first: Buffer = Buffer.alloc(0)
    const finish = () => {
      clearTimeout(timer)
      resolve({ protocol: 'tcp', bytesRead: first.length, ...firstBytesOf(first), end })
    }
    const timer = setTimeout(finish, LISTEN_MS)
    socket
      .once('data', (bytes: Buffer) => {
        first = bytes
        finish()
      })
      .once('end', () => {
        end = 'closed'
        finish()
      })
      .once('error', () => {
        end = 'reset'
        finish()
      })
      .once('close', finish)
  })
