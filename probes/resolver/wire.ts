import { decode, encode, RECURSION_DESIRED, type DecodedPacket } from 'dns-packet'

/** What a server is asked. The name is `.` for the root. */
export type Question = { readonly name: string; readonly type: 'A' | 'AAAA' | 'NS' }

/** A question on its way: replies are told apart by the number. */
export type Query = { readonly id: number; readonly question: Question }

/** One record of an answer; names in lower case, without a trailing dot. */
export type Resource = {
  readonly name: string
  readonly type: 'A' | 'AAAA' | 'CNAME'
  /** Seconds. */
  readonly ttl: number
  /** An address, or the CNAME's target. */
  readonly data: string
}

/** What a server said. */
export type Reply = {
  /** `NOERROR`, `NXDOMAIN`, ...; `RCODE_11` and the like where the code has no name. */
  readonly rcode: string
  /** TC: the answer didn't fit. */
  readonly truncated: boolean
  readonly resources: readonly Resource[]
}

/** Size of a UDP answer that we take: passes every path without fragments (DNS flag day 2020). */
const UDP_PAYLOAD = 1232
/** Records of an answer that are looked at. */
const RECORDS = 200
/** Bytes of a header (RFC 1035, section 4.1.1). */
const HEADER = 12
/** Longest time to live; one with the top bit set is worth nothing (RFC 2181, section 8). */
const LONGEST_TTL = 0x7fffffff

/** The message that asks. `edns`: say that we take answers of 1232 bytes (RFC 6891). */
export const writeQuery = ({ id, question }: Query, edns: boolean): Buffer =>
  encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [question],
    additionals: edns
      ? [
          {
            type: 'OPT',
            name: '.',
            udpPayloadSize: UDP_PAYLOAD,
            extendedRcode: 0,
            ednsVersion: 0,
            flags: 0,
            flag_do: false,
            options: [],
          },
        ]
      : [],
  })

/** Whether a message carries a query's number: the cheapest of the checks, and false for nearly all that is forged. */
export const isNumbered = (message: Buffer, id: number): boolean =>
  message.length >= HEADER && message.readUInt16BE(0) === id

/**
 * Reads what came back. `other`: no reply to this query: another number, question or kind of message. `malformed`: a reply to
 * this query whose records can't be read. Never throws, whatever the bytes; the cost is bounded by the first 200 records.
 */
export const readReply = (message: Buffer, query: Query): Reply | 'other' | 'malformed' => {
  if (!isNumbered(message, query.id)) return 'other'
  const whole = decodeUpTo(message, RECORDS)
  const packet = whole ?? decodeUpTo(message, 0)
  if (packet === null || !answers(packet, query.question)) return 'other'
  // A truncated message may end in the middle of a record: what it says all the same is that TCP is due.
  if (whole === null && !packet.flag_tc) return 'malformed'
  return {
    rcode: packet.rcode,
    truncated: packet.flag_tc,
    resources: (packet.answers ?? []).flatMap((answer) => {
      if (answer.type !== 'A' && answer.type !== 'AAAA' && answer.type !== 'CNAME') return []
      const ttl = answer.ttl ?? 0
      return answer.class === 'IN'
        ? [
            {
              name: plain(answer.name),
              type: answer.type,
              ttl: ttl > LONGEST_TTL ? 0 : ttl,
              data: plain(answer.data),
            },
          ]
        : []
    }),
  }
}

type Packet = DecodedPacket & { readonly rcode: string }

/** Decodes the header, the question and the first `records` answers; the counts are cut before dns-packet believes them. */
const decodeUpTo = (message: Buffer, records: number): Packet | null => {
  const copy = Buffer.from(message)
  if (copy.readUInt16BE(4) > 1) return null
  copy.writeUInt16BE(Math.min(copy.readUInt16BE(6), records), 6)
  copy.writeUInt32BE(0, 8)
  try {
    const packet = decode(copy)
    // dns-packet reads addresses beyond the end; its types leave out the response code.
    return decode.bytes > copy.length ? null : (packet as Packet)
  } catch {
    return null
  }
}

/** Whether this is a reply to the question. Some servers leave the question out of a refusal. */
const answers = (packet: Packet, { name, type }: Question): boolean => {
  const asked = packet.questions?.[0]
  if (packet.type !== 'response') return false
  return asked === undefined ? packet.rcode !== 'NOERROR' : plain(asked.name) === plain(name) && asked.type === type
}

/** A name as it is compared and reported: what a server put into it must not reach a terminal. */
const plain = (name: string): string => name.toLowerCase().replace(/[^\x21-\x7e]/g, '?')
