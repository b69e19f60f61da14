/**
 * Behaves as Azure Firewall does with application rules: completes every handshake on 80 and 443 whoever it is for, reads SNI or
 * Host, and relays by that name, not by address. What no rule allows gets 470 on port 80, and on 443 the end of the connection
 * after its ClientHello; so does a ClientHello without SNI.
 */
import dgram from 'node:dgram'
import { PLACES } from '../network.ts'
import type { Extra } from '../world.ts'
import { firstFlight, suffer } from './first-flight.ts'
import { isClientHello, serverName } from './hello.ts'
import { answer, readHead } from './http-head.ts'
import { listening, type Service } from './service.ts'
import { inspect } from './inspection.ts'
import { accepts, join, relay, resolveName, TAKEN, type Destination } from './transparent.ts'
import net, { type Socket } from 'node:net'

/** The documented body of a denial. */
const DENIAL = 'Action: Deny. Reason: No rule matched. Proceeding with default action.'

export type Rules = {
  /** Names that application rules allow; `*.` covers every label below. */
  readonly allow: readonly string[]
  /** How a connection on 443 ends; which one the real one does isn't documented. */
  readonly ends?: 'close' | 'reset'
  /** Premium: ends TLS itself for what is allowed. */
  readonly inspects?: true
}

const allows = ({ allow }: Rules, name: string): boolean =>
  allow.some((rule) => rule === name || (rule.startsWith('*.') && name.endsWith(rule.slice(1))))

const relayByName = async (
  client: Socket,
  name: string,
  port: number,
  pass: (to: Destination) => void,
): Promise<void> => {
  const address = await resolveName(name)
  if (address === undefined) client.destroy()
  else pass({ address, port })
}

const onHttps =
  (rules: Rules): Service =>
  async (place) =>
    accepts(TAKEN.https, (client) =>
      firstFlight(client, (bytes) => {
        const name = isClientHello(bytes) ? serverName(bytes) : null
        if (name === null || !allows(rules, name)) suffer(client, rules.ends ?? 'close')
        else
          void relayByName(client, name, 443, (to) => {
            if (rules.inspects) inspect(client, bytes, name, to, place.pki)
            else relay(client, to, bytes)
          })
      }),
    )(place)

const onHttp = (rules: Rules) => (client: Socket) =>
  readHead(client, ({ bytes, host }) => {
    if (allows(rules, host)) void relayByName(client, host, 80, (to) => relay(client, to, bytes))
    else client.end(answer('470 status code 470', { 'Content-Type': 'text/plain; charset=utf-8' }, DENIAL))
  })

/** DNS proxy: asks Azure's resolver. */
const dnsProxy: Service = async ({ address }) => {
  const front = dgram.createSocket('udp4', (query, from) => {
    const back = dgram.createSocket('udp4')
    const timer = setTimeout(() => back.close(), 5000)
    back.on('message', (reply) => {
      front.send(reply, from.port, from.address)
      clearTimeout(timer)
      back.close()
    })
    back.send(query, 53, PLACES.resolver)
  })
  front.bind(53, address)
  const tcp = net.createServer((client) => join(client, net.connect(53, PLACES.resolver)))
  tcp.listen(53, address)
  await Promise.all([listening(front), listening(tcp)])
}

/** Its parts: web traffic that `takes()` redirects, and DNS at the gateway. */
export const azureFirewall = (rules: Rules): readonly Extra[] => [
  { role: 'middlebox', at: '0.0.0.0', serve: onHttps(rules) },
  { role: 'middlebox', at: '0.0.0.0', serve: accepts(TAKEN.http, onHttp(rules)) },
  { role: 'middlebox', at: PLACES.gateway, serve: dnsProxy },
]
