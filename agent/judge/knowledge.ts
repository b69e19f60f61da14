/** What the judge knows of the products of others: the schema of the files in manifests/ that it decides by. */
import { z } from 'zod'
import { parseData } from '../parse-data.ts'

/** A regular expression, case ignored. */
const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text, 'i')
  } catch {
    context.addIssue({ code: 'custom', message: `not a regular expression: ${text}` })
    return z.NEVER
  }
})
const conditions = {
  status: z.array(z.number().int().min(100).max(999)).min(1).optional(),
  headers: z.record(z.string().regex(/^[a-z0-9-]+$/), pattern).default({}),
  body: z.array(pattern).default([]),
}
const provenance = { source: z.string(), date: z.string() }

const signature = z
  .strictObject({
    vendor: z.string(),
    /** Who gives such answers: decides between a firewall's denial, a web filter's page, a proxy's refusal and a portal. */
    kind: z.enum(['firewall', 'filter', 'proxy', 'portal']),
    ...conditions,
    ...provenance,
  })
  .refine(({ status, headers, body }) => body.length > 1 || (status && Object.keys(headers).length + body.length > 0), {
    message: 'a status alone or a word alone is no signature',
  })

const denial = z.strictObject({
  service: z.string(),
  ...conditions,
  status: z.array(z.number().int()).min(1),
  /** Where the body names the address that we come from: its first group. */
  egress: pattern.optional(),
  ...provenance,
})

const interceptor = z.strictObject({ vendor: z.string(), name: pattern, ...provenance })

const experiments = z.strictObject({
  source: z.strictObject({ documents: z.array(z.string()), date: z.string() }),
  decoys: z.array(z.union([z.ipv4(), z.ipv6()])).min(1),
  impossibleName: z.string().includes('${nonce}'),
  neutralNames: z.array(z.string()).min(1),
  azureDns: z.ipv4(),
  udpControls: z.array(z.strictObject({ host: z.string(), port: z.number().int() })),
  clockHosts: z.array(z.string()),
  clockToleranceSeconds: z.number(),
  expiringDays: z.number(),
})

const intermediate = z.strictObject({ name: z.string(), keyId: z.string().regex(/^[0-9a-f]+$/) })

/** An answer by which a firewall, filter, proxy or portal gives itself away. */
export type Signature = z.infer<typeof signature>
/** A service's own refusal. */
export type Denial = z.infer<typeof denial>

/** Everything the judge knows beside the evidence. */
export type Knowledge = {
  readonly signatures: readonly Signature[]
  readonly denials: readonly Denial[]
  readonly interceptors: readonly z.infer<typeof interceptor>[]
  readonly intermediates: readonly z.infer<typeof intermediate>[]
  readonly experiments: z.infer<typeof experiments>
}

/**
 * The knowledge in the files of manifests/.
 * @param read text of a file by its name
 * @throws ZodError when one of them, which are part of the product, isn't of its schema
 */
export const parseKnowledge = (read: (fileName: string) => string): Knowledge => {
  const file = <T>(fileName: string, schema: z.ZodType<T>): T => schema.parse(parseData(read(fileName)))
  const listOf = <T>(fileName: string, key: string, item: z.ZodType<T>): readonly T[] =>
    (file(fileName, z.looseObject({ [key]: z.array(item) })) as Record<string, T[]>)[key] ?? []
  return {
    signatures: listOf('signatures.yaml', 'signatures', signature),
    denials: listOf('service-denials.yaml', 'denials', denial),
    interceptors: listOf('interceptors.yaml', 'interceptors', interceptor),
    intermediates: listOf('public-intermediates.yaml', 'intermediates', intermediate),
    experiments: file('experiments.yaml', experiments),
  }
}
