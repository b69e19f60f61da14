import { z } from 'zod'
import type { Cloud } from '../model.ts'
import { readJsonFile } from '../read-json.ts'
import { UsageError } from '../usage-error.ts'
import type { Clouds } from './clouds.ts'
import { createPrefixMap, type PrefixMap } from './prefix-map.ts'

/** Microsoft's service tags: which addresses a rule by tag lets through. */
export type ServiceTags = {
  /** Tags that contain the address, longest prefix first, at most 20. */
  readonly tagsOf: (address: string) => readonly string[]
  /**
   * Whether a rule that allows these tags would let the address through. `unknown` where the file can't tell: a tag that isn't in
   * it (`VirtualNetwork`), and addresses that are not public, which such rules aren't about.
   */
  readonly coverage: (address: string, tags: readonly string[]) => 'inside' | 'outside' | 'unknown'
  /** The networks of a tag in CIDR notation, in the file's order; none of a tag that isn't in it. */
  readonly networksOf: (tag: string) => readonly string[]
}

/** A file has some 5 MB; Microsoft's tags would have to grow tenfold to reach this. */
const MOST_BYTES = 67_108_864
const MOST_TAGS = 20

const schema = z.object({
  cloud: z.string(),
  nextLink: z.string().nullish(),
  values: z
    .array(z.object({ name: z.string(), properties: z.object({ addressPrefixes: z.array(z.string()) }) }))
    .min(1),
})

/** Addresses that aren't in the internet: RFC 6890's private, shared, loopback and link-local networks. */
const NOT_PUBLIC = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
]

/**
 * Reads Microsoft's `ServiceTags_*.json`.
 * @param cloud whose file it must be
 * @throws UsageError, one line, when it is of another cloud or no such file
 */
export const readServiceTags = async (path: string, cloud: Cloud, clouds: Clouds): Promise<ServiceTags> =>
  parseServiceTags(await readJsonFile(path, MOST_BYTES), path, cloud, clouds)

/** A remark on an address that a rule by the requirement's tags does not let through; null where there is none to make. */
export const serviceTagRemark = (tags: ServiceTags, address: string, wanted: readonly string[]): string | null => {
  if (tags.coverage(address, wanted) !== 'outside') return null
  const holding = tags.tagsOf(address)
  const elsewhere = holding.length === 0 ? 'in no tag at all' : `in ${holding.map(clean).join(', ')}`
  return `${address} is in none of the service tags ${wanted.join(', ')}, but ${elsewhere}: a rule by tag does not let it through`
}

/** As `readServiceTags`, of what the file holds. */
export const parseServiceTags = (content: unknown, path: string, cloud: Cloud, clouds: Clouds): ServiceTags => {
  const parsed = schema.safeParse(content)
  if (!parsed.success)
    throw new UsageError([
      `${path}: this is not Microsoft's service-tags file, ServiceTags_*.json, with 'cloud' and 'values'`,
    ])
  const { values, nextLink } = parsed.data
  if (!parsed.data.cloud.toLowerCase().includes(clouds[cloud].serviceTagsCloud))
    throw new UsageError([`${path}: these are the service tags of another cloud, not of ${cloud}`])
  if (nextLink)
    throw new UsageError([`${path}: this is the first page of an API's answer; take the file ServiceTags_*.json`])
  const byPrefix = createPrefixMap<string>()
  const bad = values.flatMap(({ name, properties }) =>
    properties.addressPrefixes.filter((prefix) => !byPrefix.add(prefix, name)).map(() => name),
  )
  if (bad.length > 0)
    throw new UsageError([
      `${path}: ${bad.length} address prefixes are malformed, the first in tag ${clean(bad[0] ?? '')}`,
    ])
  const networks = values.map(({ name, properties }) => [name.toLowerCase(), properties.addressPrefixes] as const)
  return createServiceTags(byPrefix, new Map(networks))
}

const createServiceTags = (byPrefix: PrefixMap<string>, known: ReadonlyMap<string, readonly string[]>): ServiceTags => {
  const notPublic = createPrefixMap<true>()
  for (const prefix of NOT_PUBLIC) notPublic.add(prefix, true)
  return {
    tagsOf: (address) => byPrefix.lookup(address).slice(0, MOST_TAGS),
    coverage: (address, tags) => {
      const holding = new Set(byPrefix.lookup(address).map((name) => name.toLowerCase()))
      const wanted = tags.map((tag) => tag.toLowerCase())
      if (wanted.some((tag) => holding.has(tag))) return 'inside'
      const tellable = wanted.length > 0 && wanted.every((tag) => known.has(tag))
      return tellable && notPublic.lookup(address).length === 0 ? 'outside' : 'unknown'
    },
    networksOf: (tag) => known.get(tag.toLowerCase()) ?? [],
  }
}

const clean = (name: string): string => name.replace(/[^\w.-]/g, '?').slice(0, 64)
