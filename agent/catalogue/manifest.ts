/**
 * The form of a manifest: what must be reachable, as YAML or JSON. Everything is closed: an unknown key is an error.
 * manifests/manifest.schema.json is made from this.
 */
import { z } from 'zod'
import { parseDuration } from '../duration.ts'
import { didYouMean } from '../did-you-mean.ts'
import { checkRequirement } from './consistency.ts'
import { FACT_NAMES, isFactName } from './facts.ts'
import { hostProblem } from './host.ts'
import { parseRange } from './ports.ts'

/** A closed object. Its message for unknown keys has one line a key, in the order of the issue's `keys`. */
const closed = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `unknown key${didYouMean(key, Object.keys(shape))}`).join('\n')
        : undefined,
  })

const text = z
  .string()
  .min(1, 'is empty: write something, or leave the key out')
  .max(2000, 'is longer than 2000 characters')
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,99}$/, 'is no id: lower case letters, digits, hyphens and dots, at most 100')
const probe = z.enum(['dns', 'tcp', 'udp', 'tls', 'http', 'https', 'websocket', 'smb'])

const host = z.string().superRefine((value, context) => {
  const problem = hostProblem(value)
  if (problem !== null) context.addIssue({ code: 'custom', message: problem })
})
const hostList = z.array(host).min(1, 'is empty: name at least one host')
const hostsByCloud = closed({
  public: hostList.optional(),
  usgov: hostList.optional(),
  china: hostList.optional(),
}).refine((clouds) => Object.keys(clouds).length > 0, 'is empty: name the hosts of at least one cloud')

const portNumber = z.int().min(1, 'is no port: 1 to 65535').max(65_535, 'is no port: 1 to 65535')
const portRange = z.string().superRefine((value, context) => {
  const problem = rangeProblem(value)
  if (problem !== null) context.addIssue({ code: 'custom', message: problem })
})
const rangeProblem = (value: string): string | null => {
  const range = parseRange(value)
  if (range === null) return `is no range: write 'first-last', and single ports as numbers`
  const [first, last] = range
  if (first < 1 || last > 65_535) return 'has a port outside 1 to 65535'
  return first > last ? `is reversed: write '${last}-${first}'` : null
}
const port = z.union(
  [
    portNumber,
    portRange,
    closed({
      port: portNumber,
      listener: z.literal('unproven').optional().describe('Nothing promises that anything listens here.'),
      probe: probe.optional().describe("How this port is probed, where it isn't like the others."),
    }),
  ],
  { error: "must be a port, a range such as '8704-8710', or {port, listener, probe}" },
)

const source = closed({
  document: text,
  date: z.iso
    .date("is no date: write it as '2024-04-08'")
    .describe("The document's own date, else the day it was read."),
  url: z.url('is no URL').optional(),
})

const seconds = z.string().transform((value, context) => {
  const milliseconds = parseDuration(value)
  if (milliseconds !== null) return milliseconds / 1000
  context.addIssue({ code: 'custom', message: "is no duration: write '800ms' or '5s'" })
  return z.NEVER
})

const expect = closed({
  status: z.array(z.int().min(100).max(599)).min(1).optional().describe('HTTP statuses that count as right.'),
  private: z.boolean().optional().describe('Every address must be private.'),
  websocket: z.boolean().optional().describe('The path is known to be a websocket: 101 is due.'),
  redirects: z.array(text).optional().describe('Registrable domains to which a redirect is all right.'),
  ca: text.optional().describe('PEM file of the CA that is due here.'),
  reachable: z.boolean().optional().describe('false: must not be reachable.'),
  provable: z.boolean().optional().describe("false: can't be proven open even on a healthy network."),
  slow: closed({
    resolve: seconds.optional(),
    connect: seconds.optional(),
    proxy: seconds.optional(),
    tls: seconds.optional(),
    request: seconds.optional(),
    transfer: seconds.optional(),
  })
    .optional()
    .describe('How long a phase may take before it is slow.'),
})

const representative = closed({
  host,
  certainty: z.enum(['documented', 'guess']).describe("A guess can't make the row blocked."),
})

const factName = z.string().superRefine((name, context) => {
  if (!isFactName(name)) context.addIssue({ code: 'custom', message: `unknown fact${didYouMean(name, FACT_NAMES)}` })
})
const when = z.record(factName, z.union([z.string(), z.boolean()], { error: 'must be true, false or a text' }))

const requirement = closed({
  id: id.describe('Unique in the manifest.'),
  purpose: text.optional().describe("The document's words for what it is for."),
  section: text.optional().describe('Where in the document the row stands.'),
  hosts: z
    .union([hostList, hostsByCloud], { error: 'must be a list of hosts, or one for each cloud' })
    .describe('Names, addresses, patterns such as *.example.com, and service tags, which are listed and not probed.'),
  ports: z.array(port).describe('Empty where the document names none: then the row is listed and not probed.'),
  protocol: z.enum(['tcp', 'udp', 'any']).default('tcp').describe('As the document states it.'),
  probe: probe.optional().describe('The default depends on protocol and port.'),
  path: z
    .string()
    .regex(/^\/[!-~]*$/, "is no path: it begins with '/' and has no white space")
    .max(2000, 'is longer than 2000 characters')
    .optional()
    .describe('http, https and websocket.'),
  tls: z.boolean().optional().describe('websocket: wss or ws.'),
  sni: host.optional().describe('Name to ask for in the TLS handshake instead of the host.'),
  required: z.boolean().default(true),
  direction: z.enum(['outbound', 'inbound', 'in-cluster']).default('outbound'),
  vantage: z.enum(['compute', 'client', 'node', 'control-plane']).default('compute').describe('Who must reach it.'),
  serviceTags: z.array(host).default([]).describe("Azure's service tags that contain the hosts."),
  representatives: z
    .array(representative)
    .default([])
    .describe('Concrete names that are probed in place of a pattern or of the name of a workload.'),
  when: when.optional().describe('Facts under which the row applies.'),
  expect: expect.optional().describe('What must be true of it.'),
  source: source.optional().describe("Where this row is from, if not where the manifest's other rows are from."),
}).superRefine(checkRequirement)

/** A manifest's form. What a single requirement can't know, that ids are unique, is checked by the reader. */
export const manifestSchema = closed({
  name: id.describe('What reports and metrics call it.'),
  title: text.optional(),
  source: source.optional(),
  requirements: z.array(requirement).min(1, 'is empty: a manifest states at least one requirement'),
})

/** What must be reachable, and why. */
export type Manifest = z.output<typeof manifestSchema>
/** One row: hosts, ports, and what is due there. */
export type Requirement = Manifest['requirements'][number]
/** Document, date and address of a row. */
export type Source = z.output<typeof source>
/** A concrete name that stands for a pattern. */
export type Representative = z.output<typeof representative>
