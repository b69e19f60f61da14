import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { connectTcp } from '../../probes/connect.ts'
import { StepFault, type Clock, type Connect, type World } from '../../probes/probe.ts'
import { formatServer } from '../../probes/resolver/server.ts'
import { trustStore } from '../../probes/trust-store.ts'
import { createWorld } from '../engine/world.ts'
import type { Machine } from '../model.ts'
import { readProxySettings } from '../vantage/proxy-settings.ts'
import type { Closing } from './closing.ts'
import { serveDns, type Zone } from './dns-server.ts'
import type { Peer } from './peers.ts'

/** A small pretended internet. Every connection really is one, to a server of ours on loopback. */
export type Network = {
  /** Who listens at `ADDRESS:PORT`, or swallows every connection attempt. Elsewhere connections are refused. */
  readonly peers?: Readonly<Record<string, Peer | 'silence'>>
  /** What the DNS servers know, in the order of use. */
  readonly dns: readonly Zone[]
  /** The machine's proxy; `null`: its port is closed. */
  readonly proxy?: Peer | null
  /** NO_PROXY. */
  readonly noProxy?: string
  /** How a UDP service answers; `null`: nothing listens. */
  readonly udp?: ((datagram: Buffer) => string | null) | null
  /** How far this machine's clock is ahead, milliseconds. */
  readonly clockAheadMs?: number
  /** This machine has IPv6. */
  readonly ipv6?: boolean
  /** Roots that count as public, and those that this machine trusts besides; PEM. */
  readonly publicRoots: readonly string[]
  readonly ownRoots?: readonly string[]
}

/** A network that is up, as the engine sees it. */
export type Running = {
  readonly world: World
  readonly machine: Machine
  /** Port of the UDP service on 127.0.0.1; null where there is none. */
  readonly udpPort: number | null
}

/** Brings a network up on loopback. */
export const bringUp = async (
  network: Network,
  timeoutMs: number,
  clock: Clock,
  closing: Closing,
): Promise<Running> => {
  const { ipv6 = false, clockAheadMs = 0 } = network
  const resolvers = await Promise.all(network.dns.map((zone) => serveDns(zone, closing)))
  const peers = await listenAll(network, closing)
  const proxyPort = await proxyOf(network, closing)
  const proxies = readProxySettings({
    ...(proxyPort !== null && { proxy: `http://127.0.0.1:${proxyPort}` }),
    noProxy: network.noProxy ?? '',
    env: {},
  })
  const own = new Set([...resolvers.map(({ port }) => port), proxyPort])
  const world = createWorld({
    clock: { ...clock, now: () => clock.now() + clockAheadMs },
    resolvers,
    search: [],
    ndots: 1,
    hosts: new Map(),
    hasIpv6: ipv6,
    proxyFor: proxies.proxyFor,
    stores: [
      trustStore('public', () => network.publicRoots),
      ...(network.ownRoots === undefined ? [] : [trustStore('system', () => network.ownRoots ?? [])]),
    ],
    timeoutMs,
    lookups: 64,
    runId: 'selftest',
  })
  const closed = await closedPort()
  const connect: Connect = (address, port, signal) => {
    if (own.has(port)) return connectTcp(address, port, signal)
    const peer = peers.get(`${address}:${port}`) ?? closed
    return peer === 'silence' ? silence(signal) : connectTcp('127.0.0.1', peer, signal)
  }
  return {
    world: { ...world, connect },
    machine: { resolvers: resolvers.map(formatServer), ipv6, proxies: proxies.summary },
    udpPort: await udpPortOf(network, closing),
  }
}

/** A connection attempt that nothing answers. */
const silence = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const onAbort = () => reject(new StepFault({ kind: 'aborted' }))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })

const listenAll = async ({ peers = {} }: Network, closing: Closing): Promise<Map<string, number | 'silence'>> =>
  new Map(
    await Promise.all(
      Object.entries(peers).map(
        async ([at, peer]) => [at, peer === 'silence' ? peer : await listen(peer, closing)] as const,
      ),
    ),
  )

const listen = async (peer: Peer, closing: Closing): Promise<number> => {
  const server = createServer((socket) => {
    closing.socket(socket)
    peer(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.add(() => server.close())
  return (server.address() as AddressInfo).port
}

const closedPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const proxyOf = async ({ proxy }: Network, closing: Closing): Promise<number | null> => {
  if (proxy === undefined) return null
  return proxy === null ? closedPort() : listen(proxy, closing)
}

const udpPortOf = async ({ udp }: Network, closing: Closing): Promise<number | null> => {
  if (udp === undefined) return null
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  if (udp === null) socket.close()
  else {
    closing.add(() => socket.close())
    socket.on('message', (datagram, from) => {
      const reply = udp(datagram)
      if (reply !== null) socket.send(reply, from.port, from.address)
    })
  }
  return port
}
