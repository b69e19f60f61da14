import { z } from 'zod'

/**
 * The shapes of probes/observation.ts as a reader of files may believe them: strict and bounded. The compiler holds the two
 * against each other where a report is made and where it is read.
 */

/** Text of our own making: names, addresses, codes. */
export const line = z.string().max(1024)
/** Sentences, and what a peer sent. */
export const text = z.string().max(16384)
/** UTC, ISO 8601 with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 })
/** Seconds; never negative. */
export const seconds = z.number().min(0).max(1e9)
/** A list with an end: far beyond what connprobe writes, so that no report of its own is refused. */
export const list = <T extends z.ZodType>(of: T, most = 256) => z.array(of).max(most)
/** A key that is absent or has a value, never `undefined`. */
export const optional = z.exactOptional
const count = z.int().min(0)

const fault = z
  .strictObject({
    kind: z.enum([
      'timeout',
      'aborted',
      'errno',
      'closed',
      'reset',
      'rcode',
      'alert',
      'tls',
      'certificate',
      'refused',
      'malformed',
      'unsupported',
      'bug',
    ]),
    code: optional(line),
    syscall: optional(line),
    alert: optional(z.int().min(0).max(255)),
  })
  .meta({ id: 'fault' })

const dnsAnswer = z
  .strictObject({
    server: line,
    transport: z.enum(['udp', 'tcp']),
    name: line,
    type: z.enum(['A', 'AAAA', 'NS']),
    rcode: optional(line),
    truncated: optional(z.literal(true)),
    addresses: list(line),
    chain: list(line),
    loop: optional(z.literal(true)),
    ttl: optional(count),
    ignored: optional(count),
    durationSeconds: seconds,
    fault: optional(fault),
  })
  .meta({ id: 'dnsAnswer' })

const resolveFacts = z.strictObject({
  name: line,
  source: z.enum(['dns', 'hosts', 'literal']),
  addresses: list(line),
  cut: optional(count),
  unroutable: optional(list(line)),
  chain: list(line),
  // Every server, every name of the search list, both types, both transports, each asked again.
  answers: list(dnsAnswer, 4096),
})

const connectFacts = z.strictObject({
  address: line,
  port: z.int().min(0).max(65535),
  route: optional(line.nullable()),
  source: optional(line),
})

const certificate = z
  .strictObject({
    subject: line,
    issuer: line,
    names: list(line),
    serial: line,
    fingerprint: line,
    notBefore: line,
    notAfter: line,
    ca: z.boolean(),
    selfSigned: z.boolean(),
    keyId: optional(line),
    authorityKeyId: optional(line),
    urls: list(text),
  })
  .meta({ id: 'certificate' })

const tlsFacts = z
  .strictObject({
    sni: line.nullable(),
    hello: z.enum(['small', 'large']),
    version: optional(line),
    cipher: optional(line),
    alpn: optional(line.nullable()),
    chain: list(certificate),
    trust: list(z.strictObject({ store: line, ok: z.boolean(), error: optional(line) })),
    unanswered: optional(list(line)),
    clientCertificateWanted: optional(z.literal(true)),
    bytesRead: count,
    bytesWritten: count,
    firstBytes: optional(line),
  })
  .meta({ id: 'tlsFacts' })

const headers = z.record(line, text)

const proxyFacts = z.strictObject({
  proxy: line,
  address: optional(line),
  status: optional(z.int()),
  headers: optional(headers),
  body: optional(text),
  tls: optional(tlsFacts),
  firstBytes: optional(line),
})

const requestFacts = z.discriminatedUnion('protocol', [
  z.strictObject({
    protocol: z.enum(['http', 'websocket']),
    method: line,
    path: text,
    status: optional(z.int()),
    headers: optional(headers),
    body: optional(text),
    firstBytes: optional(line),
    bytesRead: count,
    accepted: optional(z.boolean()),
  }),
  z.strictObject({ protocol: z.literal('udp'), sent: count, replies: count, firstBytes: optional(line) }),
  z.strictObject({ protocol: z.literal('dns'), answers: list(dnsAnswer, 4096) }),
  z.strictObject({
    protocol: z.literal('smb'),
    dialect: optional(line),
    status: optional(z.int()),
    firstBytes: optional(line),
  }),
])

const transferFacts = z.discriminatedUnion('protocol', [
  z.strictObject({
    protocol: z.literal('tcp'),
    bytesRead: count,
    firstBytes: optional(line),
    end: z.enum(['open', 'closed', 'reset']),
  }),
  z.strictObject({ protocol: z.literal('http'), bytesRead: count, complete: z.boolean() }),
  z.strictObject({
    protocol: z.literal('websocket'),
    pongSeconds: optional(seconds),
    heldSeconds: optional(seconds),
    closeCode: optional(z.int()),
  }),
])

const stepOf = <P extends string, F extends z.ZodType>(phase: P, facts: F) => {
  const timing = { phase: z.literal(phase), atSeconds: seconds, durationSeconds: seconds }
  return z.discriminatedUnion('ok', [
    z.strictObject({ ...timing, ok: z.literal(true), facts }),
    z.strictObject({ ...timing, ok: z.literal(false), fault, facts: optional(facts) }),
  ])
}

const step = z.discriminatedUnion('phase', [
  stepOf('resolve', resolveFacts),
  stepOf('connect', connectFacts),
  stepOf('proxy', proxyFacts),
  stepOf('tls', tlsFacts),
  stepOf('request', requestFacts),
  stepOf('transfer', transferFacts),
])

/** One observation as a report holds it. */
export const observation = z
  .strictObject({
    startedAt: instant,
    durationSeconds: seconds,
    address: line.nullable(),
    from: line.nullable(),
    via: line.nullable(),
    steps: list(step, 64),
  })
  .meta({ id: 'observation' })
