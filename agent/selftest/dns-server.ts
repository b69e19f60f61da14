import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { decode, encode, RECURSION_AVAILABLE, TRUNCATED_RESPONSE, type Answer, type Packet } from 'dns-packet'
import type { DnsServer } from '../../probes/resolver/server.ts'
import type { Closing } from './closing.ts'

/** What a name has: addresses, an alias, or a way of not answering. */
export type Entry =
  | readonly string[]
  | { readonly alias: string }
  | 'NXDOMAIN'
  | 'SERVFAIL'
  | 'REFUSED'
  | 'silence'
  | 'silence for AAAA'
  | 'too long'

/** Names and what they have. `*`: every other name, NXDOMAIN by default; `.`: the root, which has nothing and answers by default. */
export type Zone = Readonly<Record<string, Entry>>

/** An alias that leads back to itself ends somewhere. */
const MOST_HOPS = 4

const RCODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const

/** A DNS server on loopback, UDP and TCP on one port, that answers from a zone as it is told. */
export const serveDns = async (zone: Zone, closing: Closing): Promise<DnsServer> => {
  const { udp, tcp } = await bindBoth()
  closing.add(() => udp.close())
  closing.add(() => tcp.close())
  udp.on('message', (query, { port, address }) => {
    const reply = replyTo(query, zone, 'udp')
    if (reply !== null) udp.send(reply, port, address)
  })
  tcp.on('connection', (socket) => {
    closing.socket(socket)
    socket.once('data', (bytes: Buffer) => {
      const reply = replyTo(bytes.subarray(2), zone, 'tcp')
      if (reply !== null) socket.end(Buffer.concat([Buffer.of(reply.length >> 8, reply.length & 0xff), reply]))
    })
  })
  return { address: '127.0.0.1', port: udp.address().port }
}

const TRIES = 8

/** UDP and TCP on the same free port: another one is tried where TCP's is taken. */
const bindBoth = async (tries = TRIES): Promise<{ udp: UdpSocket; tcp: Server }> => {
  const udp = createSocket('udp4').bind(0, '127.0.0.1')
  await once(udp, 'listening')
  const tcp = createServer().listen(udp.address().port, '127.0.0.1')
  try {
    await once(tcp, 'listening')
    return { udp, tcp }
  } catch (error) {
    udp.close()
    if (tries === 1) throw error
    return bindBoth(tries - 1)
  }
}

/** Null: silence. */
const replyTo = (query: Buffer, zone: Zone, transport: 'udp' | 'tcp'): Buffer | null => {
  const { id = 0, questions = [] } = decode(query)
  const { name = '', type = 'A' } = questions[0] ?? {}
  const said = lookUp(name.toLowerCase() || '.', type, { '.': [], ...zone })
  if (said === null || (said.truncated === true && transport === 'tcp')) return null
  const flags =
    RECURSION_AVAILABLE | (said.truncated === true ? TRUNCATED_RESPONSE : 0) | RCODES[said.rcode ?? 'NOERROR']
  const packet: Packet = { type: 'response', id, flags, questions, answers: [...said.answers] }
  return encode(packet)
}

type Said = { readonly answers: readonly Answer[]; readonly rcode?: keyof typeof RCODES; readonly truncated?: boolean }

const lookUp = (name: string, type: string, zone: Zone, above: readonly Answer[] = []): Said | null => {
  const entry = zone[name] ?? zone['*'] ?? 'NXDOMAIN'
  if (entry === 'silence' || (entry === 'silence for AAAA' && type === 'AAAA')) return null
  if (entry === 'silence for AAAA') return { answers: addressRecords(name, ['20.60.0.1'], type) }
  if (entry === 'too long') return { answers: [], truncated: true }
  if (typeof entry === 'string') return { answers: above, rcode: entry }
  if (above.length > MOST_HOPS) return { answers: above }
  if (!('alias' in entry)) return { answers: [...above, ...addressRecords(name, entry, type)] }
  return lookUp(entry.alias, type, zone, [...above, { name, type: 'CNAME', ttl: 60, data: entry.alias }])
}

const addressRecords = (name: string, addresses: readonly string[], type: string): Answer[] =>
  addresses
    .filter((address) => (type === 'AAAA') === address.includes(':') && (type === 'A' || type === 'AAAA'))
    .map((data) => ({ name, type: type === 'AAAA' ? 'AAAA' : 'A', ttl: 60, data }))
