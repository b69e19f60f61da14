import type { Socket } from 'node:net'
import type { Observation } from '../../probes/observation.ts'
import { observe } from '../../probes/observe.ts'
import type { World } from '../../probes/probe.ts'
import { dialBackGreeting, MOST_REQUEST_BYTES, parseDialBackRequest, type DialBack } from './protocol.ts'
import type { Admits } from './rate-limit.ts'
import { listenTcp, type Service } from './service.ts'

/** How long the connection back may take, milliseconds. */
const DIALLING_MS = 3000

/**
 * Listens for machines that want to be dialled back: connects to the port that they name of the address that they come from,
 * never to any other, once, and tells them what it saw.
 * @throws the system's error
 */
export const answerDialBack = async (
  host: string | undefined,
  port: number,
  admits: Admits,
  world: World,
): Promise<Service> => {
  const over = new AbortController()
  const service = await listenTcp(host, port, (socket) => {
    const address = plainAddress(socket.remoteAddress ?? '')
    if (!admits(address)) {
      socket.destroy()
      return
    }
    readRequest(socket, (wanted) => void tell(socket, address, wanted, world, over.signal))
  })
  return {
    port: service.port,
    close: () => {
      over.abort()
      service.close()
    },
  }
}

/** One line; a connection that says anything else is closed. */
const readRequest = (socket: Socket, serve: (wanted: DialBack) => void): void => {
  let text = ''
  const read = (bytes: Buffer) => {
    text += bytes.toString('latin1')
    if (!text.includes('\n') && text.length < MOST_REQUEST_BYTES) return
    socket.off('data', read).resume()
    const wanted = parseDialBackRequest(text)
    if (wanted === null) socket.destroy()
    else serve(wanted)
  }
  socket.on('data', read)
}

const tell = async (
  socket: Socket,
  address: string,
  { port, nonce }: DialBack,
  world: World,
  signal: AbortSignal,
): Promise<void> => {
  const [seen] = await observe('tcp', { host: address, port }, world, DIALLING_MS, signal)
  if (seen !== undefined) socket.end(`${JSON.stringify(withoutStrangers(seen, nonce))}\n`)
}

/** Behind address translation the asker's address is somebody else's as well: what others say there is not passed on. */
const withoutStrangers = (observation: Observation, nonce: string): Observation => {
  const greeting = dialBackGreeting(nonce).toString('hex')
  return {
    ...observation,
    steps: observation.steps.map((step) => {
      if (step.phase !== 'transfer' || step.facts?.protocol !== 'tcp' || step.facts.firstBytes === greeting) return step
      const { bytesRead, end } = step.facts
      return { ...step, facts: { protocol: 'tcp', bytesRead, end } }
    }),
  }
}

/** An IPv4 address as such: on a socket for both families it comes as `::ffff:192.0.2.1`. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')
