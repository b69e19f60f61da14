/** A resolver that says whatever its zone tells it to, lies included. */
import dgram from 'node:dgram'
import net, { isIPv6 } from 'node:net'
import { AUTHORITATIVE_ANSWER, decode, encode, RECURSION_AVAILABLE, TRUNCATED_RESPONSE } from 'dns-packet'
import type { Answer, DecodedPacket } from 'dns-packet'
import { listening, type Service } from './service.ts'

type Rcode = 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED'

/** What is said of one name. */
export type Records = {
  readonly addresses?: readonly string[]
  readonly cname?: string
  readonly rcode?: Rcode
  /** What is said of one family alone. */
  readonly rcodes?: { readonly A?: Rcode; readonly AAAA?: Rcode }
  /** No reply: at all, or to questions for IPv6 addresses. */
  readonly silent?: 'always' | 'AAAA'
  /** Questions for IPv6 addresses that get no reply, before the others do. */
  readonly lost?: { readonly AAAA: number }
  /** Milliseconds before the reply. */
  readonly late?: number
  /** The answer over UDP is cut to nothing, with TC set. */
  readonly truncated?: boolean
}

/** Records by name; `*` is every name that isn't there (default: NXDOMAIN), `*.` and a domain all names in it. */
export type Zone = Readonly<Record<string, Records>>

/** dns-packet encodes `rcode` into the flags and wants numbers. */
const RCODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 }
const TTL_SECONDS = 60

const find = (zone: Zone, name: string): Records => {
  const parent = name.slice(name.indexOf('.') + 1)
  return zone[name] ?? zone[`*.${parent}`] ?? zone['*'] ?? { rcode: 'NXDOMAIN' }
}

type Reply = { readonly answers: Answer[]; readonly rcode: keyof typeof RCODES; readonly last: Records }

const rcodeOf = ({ rcode, rcodes }: Records, type: string) =>
  (type === 'A' || type === 'AAAA' ? rcodes?.[type] : undefined) ?? rcode ?? 'NOERROR'

/** Follows CNAMEs within the zone; a loop goes round once. */
const look = (zone: Zone, name: string, type: string, answers: Answer[] = []): Reply => {
  const last = find(zone, name)
  if (last.cname !== undefined) {
    const seen = answers.some((answer) => answer.name === name)
    if (seen) return { answers, rcode: 'NOERROR', last }
    const link: Answer = { type: 'CNAME', name, data: last.cname, ttl: TTL_SECONDS }
    return look(zone, last.cname, type, [...answers, link])
  }
  const matching = (last.addresses ?? []).filter((address) => isIPv6(address) === (type === 'AAAA'))
  const records =
    type === 'A' || type === 'AAAA' ? matching.map((data): Answer => ({ type, name, data, ttl: TTL_SECONDS })) : []
  return { answers: [...answers, ...records], rcode: rcodeOf(last, type), last }
}

/** The reply's bytes and when to send them, null for silence. */
const reply = (
  zone: Zone,
  packet: Buffer,
  transport: 'udp' | 'tcp',
): { readonly bytes: Buffer; readonly late: number } | null => {
  let query: DecodedPacket
  try {
    query = decode(packet)
  } catch {
    return null
  }
  const question = query.questions?.[0]
  if (question === undefined) return null
  const { answers, rcode, last } = look(zone, question.name.toLowerCase(), question.type)
  if (last.silent === 'always' || (last.silent === 'AAAA' && question.type === 'AAAA')) return null
  if (question.type === 'AAAA' && isLost(last)) return null
  const cut = last.truncated === true && transport === 'udp'
  const bytes = encode({
    id: query.id ?? 0,
    type: 'response',
    flags: RECURSION_AVAILABLE | (cut ? TRUNCATED_RESPONSE : AUTHORITATIVE_ANSWER) | RCODES[rcode],
    questions: [question],
    answers: cut ? [] : answers,
    authorities: answers.length === 0 ? [authorityOf(question.name)] : [],
  })
  return { bytes, late: last.late ?? 0 }
}

/** Questions that were lost, by what is said of their names. */
const losses = new Map<Records, number>()
const isLost = (records: Records): boolean => {
  const before = losses.get(records) ?? 0
  losses.set(records, before + 1)
  return before < (records.lost?.AAAA ?? 0)
}

const authorityOf = (name: string): Answer => ({
  type: 'SOA',
  name: name.split('.').slice(-2).join('.') || '.',
  ttl: TTL_SECONDS,
  data: { mname: 'ns.lab', rname: 'hostmaster.lab', serial: 1, refresh: 60, retry: 60, expire: 60, minimum: 60 },
})

/** Port 53, UDP and TCP. */
export const dns =
  (zone: Zone): Service =>
  async ({ address }) => {
    const udp = dgram.createSocket(isIPv6(address) ? 'udp6' : 'udp4', (packet, { address: to, port }) => {
      const answer = reply(zone, packet, 'udp')
      if (answer) setTimeout(() => udp.send(answer.bytes, port, to), answer.late)
    })
    const tcp = net.createServer((socket) => {
      let received = Buffer.alloc(0)
      socket.on('error', () => undefined)
      socket.on('data', (data: Buffer) => {
        received = Buffer.concat([received, data])
        if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
        const answer = reply(zone, received.subarray(2, 2 + received.readUInt16BE(0)), 'tcp')
        received = Buffer.alloc(0)
        if (answer)
          socket.write(
            Buffer.concat([Buffer.from([answer.bytes.length >> 8, answer.bytes.length & 255]), answer.bytes]),
          )
      })
    })
    udp.bind(53, address)
    tcp.listen(53, address)
    await Promise.all([listening(udp), listening(tcp)])
  }
