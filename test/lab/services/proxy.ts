/** Explicit proxies that answer what no configuration of Squid makes it answer. */
import http from 'node:http'
import net, { type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { firstFlight, suffer } from './first-flight.ts'
import { answer } from './http-head.ts'
import { listening, type Service } from './service.ts'
import { join, resolveName } from './transparent.ts'

/** What a proxy does with a request for a host: a whole HTTP answer, the end of the connection, or its job. */
export type Decision =
  | { readonly status: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | 'close'
  | 'pass'
  /** A tunnel that leads nowhere: it is opened, and what comes through it meets this. */
  | { readonly tunnel: 'silent' | 'close' | 'reset' }

type Answer = Extract<Decision, { readonly status: string }>

const text = (decision: Answer) => answer(decision.status, decision.headers ?? {}, decision.body ?? '')

export const proxy =
  (port: number, decide: (host: string) => Decision): Service =>
  async ({ address }) => {
    const server = http.createServer((request, response) => {
      const decision = decide(new URL(request.url ?? '', 'http://none').hostname)
      if (typeof decision === 'string' || 'tunnel' in decision) request.socket.destroy()
      else response.socket?.end(text(decision))
    })
    server.on('connect', (request, client) => {
      const { hostname, port } = new URL(`http://${request.url ?? ''}`)
      const decision = decide(hostname)
      client.on('error', () => client.destroy())
      if (decision === 'close') client.destroy()
      else if (decision === 'pass') void tunnel(hostname, Number(port || 443), client)
      else if ('tunnel' in decision) leadNowhere(request.socket, decision.tunnel)
      else client.end(text(decision))
    })
    server.listen(port, address)
    await listening(server)
  }

const leadNowhere = (client: Socket, fate: 'silent' | 'close' | 'reset'): void => {
  client.write('HTTP/1.1 200 Connection established\r\n\r\n')
  firstFlight(client, () => suffer(client, fate))
}

const tunnel = async (host: string, port: number, client: Duplex): Promise<void> => {
  const address = await resolveName(host)
  if (address === undefined) {
    client.end(answer('502 Bad Gateway', {}, ''))
    return
  }
  const server = net.connect(port, address)
  server.on('error', () => client.destroy())
  server.once('connect', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    join(client, server)
  })
}
