import { createSocket } from 'node:dgram'
import { connect, isIP, type AddressInfo, type Socket } from 'node:net'
import { faultOf } from './fault.ts'
import type { ConnectFacts } from './observation.ts'
import { StepFault, type Connect, type Job } from './probe.ts'

/**
 * TCP to an address (never a name). Until it is connected the signal ends it; afterwards the socket is the caller's to close,
 * since only the outermost layer above it may be destroyed: see `closeWith`.
 * @throws the system's error, or a StepFault `aborted`; either has the socket's address as `local`
 */
export const connectTcp: Connect = (address, port, signal) =>
  new Promise((resolve, reject) => {
    if (isIP(address) === 0) throw new TypeError(`Cannot connect to a name: ${address}`)
    const socket = connect({ host: address, port, noDelay: true, autoSelectFamily: false })
    const settle = (outcome: () => void) => {
      signal.removeEventListener('abort', onAbort)
      socket.removeListener('connect', onConnect)
      socket.removeListener('error', onError)
      outcome()
    }
    const onConnect = () => settle(() => resolve(socket))
    const fail = (error: Error) =>
      settle(() => {
        // A connection request that met silence has a source port too: the one to look for in a firewall's log.
        const local = socket.address()
        socket.on('error', ignore).destroy()
        reject(Object.assign(error, { local }))
      })
    const onError = fail
    const onAbort = () => fail(new StepFault({ kind: 'aborted' }))
    socket.once('connect', onConnect).once('error', onError)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })

const ignore = (): void => undefined

/** A socket that closes with the probe, until something is put on top of it. */
export type Layer = {
  readonly socket: Socket
  /** From now on the signal leaves it alone: the layer on top is the one to destroy, and takes this one along. */
  readonly letGo: () => void
}

/** Destroys the socket when the signal aborts, and keeps its errors from ending the process when nobody listens any more. */
export const closeWith = (socket: Socket, signal: AbortSignal): Layer => {
  const close = () => socket.destroy()
  socket.on('error', ignore)
  if (signal.aborted) close()
  else signal.addEventListener('abort', close, { once: true })
  return { socket, letGo: () => signal.removeEventListener('abort', close) }
}

/** What this machine's own routing says of an address. */
type Route = Required<Pick<ConnectFacts, 'route'>> & Pick<ConnectFacts, 'source'>

/**
 * Asks the local route to an address: connects a UDP socket and sends nothing. That fails at once when the route is at fault
 * (ENETUNREACH, EACCES, EHOSTUNREACH), so a failed TCP connect can be told from an ICMP message with the same errno.
 */
export const askRoute = (address: string, port: number): Promise<Route> =>
  new Promise((resolve) => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4')
    const answer = (route: Route) => {
      socket.close()
      resolve(route)
    }
    socket
      .once('error', (error) => answer({ route: faultOf(error).code ?? error.name }))
      .once('connect', () => answer({ route: null, source: socket.address().address }))
      .connect(port, address)
  })

/** The local end of a connection that failed, where it had one. */
const localEnd = (error: unknown): Parameters<Job['local']>[0] => {
  const { address, port } = (error as { local?: Partial<AddressInfo> }).local ?? {}
  return { localAddress: address, localPort: port }
}

/** The step `connect` of a job: to the target, or to the proxy where there is one. */
export const connectStep = async (job: Job): Promise<Layer> => {
  const { address, world, signal } = job
  const { port } = job.proxy ?? job.target
  let socket!: Socket
  await job.step('connect', async () => {
    try {
      socket = await world.connect(address, port, signal)
    } catch (error) {
      const fault = faultOf(error)
      job.local(localEnd(error))
      throw new StepFault(fault, { address, port, ...(fault.kind === 'errno' && (await askRoute(address, port))) })
    }
    job.local(socket)
    return { address, port }
  })
  return closeWith(socket, signal)
}
