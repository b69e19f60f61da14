import { randomBytes } from 'node:crypto'
import { encode, RECURSION_DESIRED } from 'dns-packet'

/**
 * What to send to a UDP port so that whoever is there may answer and nobody is harmed: a DNS question to 53, a client's NTP
 * packet to 123, and to any other port a DTLS ClientHello. Azure ML's UDP port (5831) is described as "a VPN tunnel over UDP,
 * encrypted with TLS"; a ClientHello is what opens such a tunnel in the TLS family, is ordinary traffic to a firewall, and costs
 * a server one stateless answer (RFC 6347, section 4.2.1). We don't know that the service speaks DTLS, so no reply says nothing.
 * @returns the datagram for the first, second, ... send: the same message, as a client would repeat it
 */
export const payloadFor = (port: number): ((turn: number) => Buffer) => {
  const message = port === 53 ? dnsQuestion() : port === 123 ? ntpRequest() : null
  if (message !== null) return () => message
  const hello = clientHello()
  return (turn) => dtlsRecord(turn, hello)
}

/** The root's name servers: a question that every DNS server has an answer to. */
const dnsQuestion = (): Buffer =>
  encode({
    type: 'query',
    id: randomBytes(2).readUInt16BE(),
    flags: RECURSION_DESIRED,
    questions: [{ type: 'NS', name: '.' }],
  })

/** RFC 5905, section 7.3: version 4, mode 3 (client). All it says is a random transmit timestamp. */
const ntpRequest = (): Buffer => Buffer.concat([Buffer.of(0x23), Buffer.alloc(39), randomBytes(8)])

// ---- DTLS 1.2 (RFC 6347): the structures of TLS (RFC 5246), with sequence numbers and fragments

const DTLS_1_2 = [0xfe, 0xfd]
/** The record of a first ClientHello names the oldest version (RFC 6347, section 4.2.1 and RFC 5246, E.1). */
const DTLS_1_0 = [0xfe, 0xff]

const vector = (lengthBytes: number, content: readonly number[]): number[] => [
  ...bigEndian(content.length, lengthBytes),
  ...content,
]

const bigEndian = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, index) => (value >>> (8 * (bytes - 1 - index))) & 0xff)

const extension = (type: number, content: readonly number[]): number[] => [...bigEndian(type, 2), ...vector(2, content)]

/** ECDHE with AES-GCM, for ECDSA and RSA certificates (RFC 5289). */
const CIPHERS = [0xc0, 0x2b, 0xc0, 0x2f, 0xc0, 0x2c, 0xc0, 0x30]
/** X25519, P-256, P-384 (RFC 8422, section 5.1.1). */
const GROUPS = [0x00, 0x1d, 0x00, 0x17, 0x00, 0x18]
/** ECDSA, RSA-PSS and RSA with SHA-256 and SHA-384 (RFC 8446, section 4.2.3). */
const SIGNATURES = [0x04, 0x03, 0x05, 0x03, 0x08, 0x04, 0x08, 0x05, 0x04, 0x01, 0x05, 0x01]

/** A whole handshake message, in one fragment: no session, no cookie, no server name. */
const clientHello = (): Buffer => {
  const extensions = [
    extension(10, vector(2, GROUPS)),
    extension(11, vector(1, [0])),
    extension(13, vector(2, SIGNATURES)),
    extension(23, []),
    extension(0xff01, vector(1, [])),
  ]
  const body = [
    ...DTLS_1_2,
    ...randomBytes(32),
    ...vector(1, []),
    ...vector(1, []),
    ...vector(2, CIPHERS),
    ...vector(1, [0]),
    ...vector(2, extensions.flat()),
  ]
  const length = bigEndian(body.length, 3)
  return Buffer.from([1, ...length, ...bigEndian(0, 2), ...bigEndian(0, 3), ...length, ...body])
}

const dtlsRecord = (sequence: number, message: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([22, ...DTLS_1_0, ...bigEndian(0, 2), ...bigEndian(0, 2), ...bigEndian(sequence, 4)]),
    Buffer.from(vector(2, [...message])),
  ])
