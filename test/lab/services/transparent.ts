/** What transparent middleboxes have in common: connections that were meant for someone else. */
import { Resolver } from 'node:dns/promises'
import { readFileSync } from 'node:fs'
import net, { type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { PLACES } from '../network.ts'
import { listening, type Service } from './service.ts'

/** Where middleboxes listen for what nft redirects to them. */
export const TAKEN = { http: 10_080, https: 10_443 }

/** Rules that redirect the client's web traffic; `but` are addresses that take another way. */
export const takes = (ports: readonly (keyof typeof TAKEN)[], but = ''): readonly string[] =>
  ports.map((port) => `iifname "inside" ${but} tcp dport ${port === 'http' ? 80 : 443} redirect to :${TAKEN[port]}`)

export type Destination = { readonly address: string; readonly port: number }

/** Whom the client meant, from the kernel's table: Node has no SO_ORIGINAL_DST. */
export const meantFor = ({ remoteAddress, remotePort }: Socket): Destination => {
  const table = readFileSync('/proc/net/nf_conntrack', 'utf8')
  const entry = new RegExp(`src=${remoteAddress} dst=(\\S+) sport=${remotePort} dport=(\\d+)`).exec(table)
  return { address: entry?.[1] ?? '0.0.0.0', port: Number(entry?.[2] ?? 0) }
}

/** Address of a name as the middlebox resolves it. */
export const resolveName = async (name: string): Promise<string | undefined> => {
  const resolver = new Resolver({ timeout: 1000, tries: 1 })
  resolver.setServers([PLACES.resolver])
  return (await resolver.resolve4(name).catch(() => []))[0]
}

/** Passes bytes both ways until one side ends. */
export const join = (a: Duplex, b: Duplex): void => {
  const end = () => {
    a.destroy()
    b.destroy()
  }
  for (const side of [a, b]) side.on('error', end).on('close', end)
  a.pipe(b).pipe(a)
}

/** Passes a connection on, with what was read of it already. */
export const relay = (client: Socket, to: Destination, read: Buffer): void => {
  const server = net.connect(to.port, to.address)
  server.write(read)
  join(client, server)
}

/** Accepts every connection on a port. */
export const accepts =
  (port: number, take: (client: Socket) => void): Service =>
  async ({ address }) => {
    const server = net.createServer((client) => {
      client.on('error', () => client.destroy())
      take(client)
    })
    server.listen(port, address)
    await listening(server)
  }
