import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { connectStep, type Layer } from './connect.ts'
import type { Handshake } from './handshake.ts'
import { StepFault, type Job } from './probe.ts'
import { offRecord, proxyStep } from './proxy-tunnel.ts'
import { helloFor, refusalOf, shakeHandsWith, storesFor } from './trust.ts'

/** A connection that is ready for the probe's own protocol. */
export type Connection = {
  /** The outermost layer: the only one to destroy (destroying a TLS socket's raw socket first crashes Node). */
  readonly socket: Socket | TLSSocket
  /** `tunnel`: through CONNECT; `forward`: to a proxy that wants plain http in absolute form; null: direct. */
  readonly proxied: 'tunnel' | 'forward' | null
}

/** What the caller needs of the connection. */
export type Wish = {
  readonly tls: boolean
  /** Protocols to offer in ALPN, most wanted first; empty: no ALPN extension. */
  readonly alpn?: readonly string[]
  /** Plain http through a proxy: no CONNECT, the request goes in absolute form. */
  readonly forward?: boolean
}

/**
 * Connects, through the proxy if the job has one, and shakes hands where TLS is wished: the steps `connect`, `proxy`, `tls` on
 * record. A chain that this machine doesn't trust is a failed `tls` step, and the connection is returned all the same.
 * The socket closes with the job's signal.
 *
 * A server that wants a client certificate in TLS 1.3 refuses only after the handshake: `clientCertificateWanted` is in the
 * facts of an ok step, and the first read fails with alert 116, which `faultOf` reads from the socket's error.
 * @throws StepFault (already on record) when a step fails in any other way
 */
export const dial = async (job: Job, wish: Wish): Promise<Connection> => {
  const proxied = job.proxy === null ? null : wish.forward === true ? 'forward' : 'tunnel'
  const below = await reach(job, wish)
  const { socket } = wish.tls ? await tlsStep(job, wish, below) : below
  return { socket, proxied }
}

/** The stream to the target: through the proxy where there is one. */
const reach = async (job: Job, { forward = false }: Wish): Promise<Layer> => {
  const { proxy } = job
  if (proxy === null) return connectStep(job)
  const { unsupported } = proxy
  if (unsupported !== undefined) {
    const fault = new StepFault({ kind: 'unsupported', code: unsupported }, { proxy: proxy.name })
    await job.step('proxy', () => Promise.reject(fault))
  }
  const below = await connectStep(job)
  return forward && !proxy.secure ? below : proxyStep(job, proxy, below, forward)
}

const tlsStep = async (job: Job, wish: Wish, below: Layer): Promise<Layer> => {
  const { target, world } = job
  const stores = storesFor(target, world.stores)
  const hello = helloFor(target, wish.alpn ?? [])
  const reconnect = (signal: AbortSignal) => reach({ ...job, step: offRecord, local: () => undefined, signal }, wish)
  let shaken!: Handshake
  try {
    await job.step('tls', async () => {
      shaken = await shakeHandsWith(stores, below, hello, reconnect, job)
      const refused = refusalOf(shaken.facts)
      if (refused !== null) throw new StepFault(refused, shaken.facts)
      return shaken.facts
    })
  } catch (error) {
    if (!(error instanceof StepFault) || error.fault.kind !== 'certificate') throw error
  }
  return shaken.layer
}
