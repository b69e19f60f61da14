import { z } from 'zod'
import { instant, line, list, observation, optional, seconds, text } from './observation-schema.ts'

/**
 * The report's JSON: a contract with its users. A key that goes or changes its meaning needs a new `schemaVersion`; a new
 * optional key doesn't.
 */
export const SCHEMA_VERSION = 1

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const port = z.int().min(1).max(65535)
const probe = z.enum(['dns', 'tcp', 'udp', 'tls', 'http', 'https', 'websocket', 'smb', 'hello'])
const verdict = z.enum(['open', 'degraded', 'denied', 'blocked', 'inconclusive', 'untestable'])
const layer = z.enum(['local', 'dns', 'proxy', 'tcp', 'udp', 'tls', 'http', 'websocket', 'smb'])
const confidence = z.enum(['proven', 'likely'])
const phase = z.enum(['resolve', 'connect', 'proxy', 'tls', 'request', 'transfer'])

const expect = z.strictObject({
  status: optional(list(z.int().min(100).max(599), 1000)),
  private: optional(z.boolean()),
  websocket: optional(z.boolean()),
  redirects: optional(list(line)),
  ca: optional(z.string().max(1e6)),
  reachable: optional(z.boolean()),
  provable: optional(z.boolean()),
  slow: optional(z.partialRecord(phase, seconds)),
})

const endpoint = z
  .strictObject({
    host: line,
    port,
    protocol: z.enum(['tcp', 'udp']),
    probe,
    check: optional(line),
    path: optional(text),
    tls: optional(z.boolean()),
    sni: optional(line),
    expect: optional(expect),
    untestable: optional(
      z.strictObject({
        cause: z.enum(['not-derivable', 'wrong-vantage', 'missing-fact']),
        fact: optional(line),
        says: text,
      }),
    ),
  })
  .meta({ id: 'endpoint' })

const requirement = z
  .strictObject({
    manifest: line,
    id: line,
    purpose: text,
    host: line,
    required: z.boolean(),
    section: optional(text),
    serviceTags: optional(list(line)),
    certainty: optional(z.enum(['documented', 'guess'])),
    listener: optional(z.literal('unproven')),
    vantage: optional(line),
    direction: optional(line),
  })
  .meta({ id: 'requirement' })

const target = z
  .strictObject({
    host: line,
    port,
    address: optional(line),
    route: optional(z.enum(['settings', 'direct', 'proxy'])),
    sni: optional(line.nullable()),
    path: optional(text),
    question: optional(line),
    family: optional(z.literal(6)),
    tls: optional(z.boolean()),
    hello: optional(z.enum(['small', 'large', 'alert'])),
    holdMs: optional(z.number().min(0)),
    ca: optional(z.string().max(1e6)),
  })
  .meta({ id: 'target' })

const experiment = z
  .strictObject({
    name: z.enum([
      'confirm',
      'control-sni',
      'target-sni-elsewhere',
      'raw-hello',
      'large-hello',
      'small-packets',
      'decoy-address',
      'impossible-name',
      'resolver-alive',
      'resolver-compare',
      'plain-http',
      'plain-request',
      'direct-and-proxied',
      'udp-control',
      'spaced',
      'clock',
    ]),
    asks: text,
    probe,
    target,
    observation: observation
      .nullable()
      .describe('What was seen, of the first address; null where the run ended first.'),
    furtherObservations: optional(list(observation)).describe('Of the other addresses, where there are several.'),
  })
  .meta({ id: 'experiment' })

const result = z
  .strictObject({
    endpoint,
    requirements: list(requirement, 1000),
    verdict,
    met: z.boolean().nullable(),
    cause: code.nullable().describe('Null exactly when the verdict is `open`.'),
    also: list(code),
    notes: list(text),
    layer: layer.nullable(),
    confidence,
    says: text,
    remedy: text.nullable(),
    lastGood: optional(instant),
    remarks: optional(list(text)).describe('What is known of it beside its probes; repeated in the notes.'),
    observations: list(observation),
    experiments: list(experiment),
    tried: optional(list(line, 10_000)).describe(
      'Rules in the order in which they were tried; only `explain` says it.',
    ),
  })
  .meta({ id: 'result' })

const finding = z
  .strictObject({
    cause: code,
    verdict,
    says: text,
    remedy: text.nullable(),
    confidence,
    endpoints: list(line, 100_000),
    evidence: list(text, 1000),
  })
  .meta({ id: 'finding' })

const vantage = z.strictObject({
  hostname: line,
  kind: z.enum(['compute-instance', 'job', 'kubernetes', 'vm', 'machine']),
  cloud: z.enum(['public', 'usgov', 'china']),
  resolvers: list(line),
  proxy: line.nullable(),
  facts: z.record(line, z.strictObject({ value: text, from: line })),
  notes: list(text),
})

const machine = z.strictObject({
  resolvers: list(line),
  upstreams: optional(list(line)),
  ipv6: z.boolean(),
  proxies: z.strictObject({ http: line.nullable(), https: line.nullable(), exempt: list(line, 1000) }),
})

const unlisted = z.strictObject({
  host: line,
  layer,
  status: optional(z.int()),
  code: optional(line),
  says: text,
  remedy: text,
})

const counts = z.strictObject({
  open: z.int(),
  degraded: z.int(),
  denied: z.int(),
  blocked: z.int(),
  inconclusive: z.int(),
  untestable: z.int(),
})

const chainTrust = z
  .strictObject({
    authority: text.describe('Name of the authority at the end of the chain.'),
    host: line,
    port,
    clients: list(
      z.strictObject({
        client: line,
        store: text.describe('Where its CAs are: a file, or words for what is built in.'),
        setBy: line.nullable().describe("Variable or file that chose the store; null: the program's default."),
        fix: text.describe('What makes it trust one CA more; `<FILE>` stands for a PEM file that holds it.'),
        ok: z.boolean().nullable().describe('Null: not known.'),
        error: optional(text),
      }),
    ),
  })
  .describe('What the programs of this machine make of a chain that leads to no public root.')

/** The report, as it is published in manifests/report.schema.json and as a saved one is read. */
export const reportSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  tool: z.strictObject({ name: z.literal('connprobe'), version: line }),
  runId: optional(line).describe(
    "Names the run in the User-Agent of its requests: what to search a firewall's log for.",
  ),
  startedAt: instant,
  finishedAt: instant,
  durationSeconds: seconds,
  complete: z.boolean().describe('False when the run was cut short: by its deadline, or by a signal.'),
  verdict: verdict.describe('The worst of the required endpoints; `untestable` when none of them could be tested.'),
  counts,
  vantage,
  context: z
    .strictObject({
      machine,
      timeoutSeconds: seconds,
      experiments: list(experiment, 10_000),
      unlisted: optional(unlisted).describe('Why the hosts that the workspace depends on could not be asked for.'),
      trust: optional(list(chainTrust)),
      serviceTags: optional(list(z.strictObject({ address: line, tags: list(line) }), 100_000)).describe(
        "Azure's service tags of the addresses that were seen, longest prefix first.",
      ),
    })
    .describe('What the run knew of the network as a whole: with it, the report can be judged again.'),
  findings: list(finding, 1000),
  results: list(result, 100_000),
})

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T

/** A whole report: everything that is said, and everything it rests on. */
export type Report = DeepReadonly<z.infer<typeof reportSchema>>
/** One endpoint in a report. */
export type ReportResult = Report['results'][number]
/** An experiment in a report, one of an endpoint or one of the whole run. */
export type ReportExperiment = ReportResult['experiments'][number]
