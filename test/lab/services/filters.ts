/** Middleboxes other than Azure Firewall: filters by name, web filters and portals, and TLS inspection. */
import type { Extra } from '../world.ts'
import { inspect } from './inspection.ts'
import { firstFlight, suffer, type Fate } from './first-flight.ts'
import { isClientHello, serverName } from './hello.ts'
import { readHead } from './http-head.ts'
import { accepts, meantFor, relay, TAKEN } from './transparent.ts'

/** Lets a ClientHello through to whom it was meant for, unless its name has another fate. */
export const sniFilter = (fates: (name: string | null) => Fate): Extra => ({
  role: 'middlebox',
  at: '0.0.0.0',
  serve: accepts(TAKEN.https, (client) =>
    firstFlight(client, (bytes) => {
      const fate = isClientHello(bytes) ? fates(serverName(bytes)) : 'answer'
      if (fate === 'answer') relay(client, meantFor(client), bytes)
      else suffer(client, fate)
    }),
  ),
})

/** Answers plain HTTP itself; undefined: lets the request through. */
export const webFilter = (answers: (host: string) => string | undefined): Extra => ({
  role: 'middlebox',
  at: '0.0.0.0',
  serve: accepts(TAKEN.http, (client) =>
    readHead(client, ({ bytes, host }) => {
      const page = answers(host)
      if (page === undefined) relay(client, meantFor(client), bytes)
      else client.end(page)
    }),
  ),
})

/** Passes plain HTTP on without its Upgrade, as proxies do that speak for their clients. */
export const upgradeStripper: Extra = {
  role: 'middlebox',
  at: '0.0.0.0',
  serve: accepts(TAKEN.http, (client) =>
    readHead(client, ({ bytes }) => {
      const head = bytes.toString('latin1').replace(/^(?:upgrade|connection|sec-websocket-[a-z]+):.*\r\n/gim, '')
      relay(client, meantFor(client), Buffer.from(head, 'latin1'))
    }),
  ),
}

/** Ends TLS itself, with a certificate of its own for whatever name is asked; `exempt` names pass. */
export const interceptor = (exempt: readonly string[] = []): Extra => ({
  role: 'middlebox',
  at: '0.0.0.0',
  serve: async (place) =>
    accepts(TAKEN.https, (client) =>
      firstFlight(client, (bytes) => {
        const to = meantFor(client)
        const name = isClientHello(bytes) ? serverName(bytes) : null
        if (name !== null && exempt.includes(name)) relay(client, to, bytes)
        else inspect(client, bytes, name, to, place.pki)
      }),
    )(place),
})
