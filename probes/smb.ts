import type { Socket } from 'node:net'
import { dial } from './dial.ts'
import { firstBytesOf } from './evidence.ts'
import { faultOf } from './fault.ts'
import type { Fault, RequestFacts } from './observation.ts'
import { StepFault, type Probe } from './probe.ts'
import { negotiateRequest, readNegotiated } from './smb-negotiate.ts'

/** Negotiates a dialect of SMB 2 or 3 over direct TCP, which a server does before it asks who we are, and hangs up. */
export const smb: Probe = {
  proxied: false,
  run: async (job) => {
    const { socket } = await dial(job, { tls: false })
    await job.step('request', () => negotiate(socket, job.signal))
    socket.destroy()
  },
}

const negotiate = (socket: Socket, signal: AbortSignal): Promise<RequestFacts> =>
  new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0)
    const fail = (fault: Fault, facts: { readonly status?: number } = {}) =>
      reject(new StepFault(fault, { protocol: 'smb', ...facts, ...firstBytesOf(bytes) }))
    socket
      .on('data', (more: Buffer) => {
        bytes = Buffer.concat([bytes, more])
        const answer = readNegotiated(bytes)
        if (answer.is === 'more') return
        socket.pause()
        if (answer.is === 'agreed') resolve({ protocol: 'smb', dialect: answer.dialect, status: 0 })
        else if (answer.is === 'error') fail({ kind: 'refused' }, { status: answer.status })
        else fail({ kind: 'malformed' })
      })
      .once('end', () => fail({ kind: 'closed' }))
      .once('error', (error) => fail(faultOf(error)))
      .once('close', () => fail({ kind: signal.aborted ? 'aborted' : 'closed' }))
      .write(negotiateRequest())
  })
