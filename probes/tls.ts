import { dial } from './dial.ts'
import type { Probe } from './probe.ts'

/** Completes a handshake and closes. No ALPN: what is spoken inside isn't known. */
export const tls: Probe = {
  proxied: true,
  run: async (job) => {
    const { socket } = await dial(job, { tls: true })
    socket.destroy()
  },
}
