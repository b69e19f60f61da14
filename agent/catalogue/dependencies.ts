import { z } from 'zod'
import { readJsonFile } from '../read-json.ts'
import { UsageError } from '../usage-error.ts'
import { hostProblem } from './host.ts'

/** Where a list of dependencies is from; the name of the manifest that its rows become. */
export type DependencySource = 'workspace-dependencies' | 'managed-network' | 'aks-egress'

/** One host that a list names. */
export type Dependency = {
  /** The list's own word for what it is for. */
  readonly purpose: string
  readonly host: string
  /** Empty where the list names none. `protocol` is null where the list doesn't say: Azure ML's lists UDP 5831 like any other. */
  readonly ports: readonly { readonly port: number; readonly protocol: 'tcp' | 'udp' | null }[]
  readonly required: boolean
  /** A private endpoint was made for it. */
  readonly private: boolean
}

/** What Azure says a workspace or cluster depends on. `notes`: what of it names no host. */
export type Dependencies = {
  readonly source: DependencySource
  readonly hosts: readonly Dependency[]
  readonly notes: readonly string[]
}

/** The longest real answers have some 100 KB. */
const MOST_DEPENDENCY_BYTES = 4_194_304

const port = z.object({ port: z.int().min(1).max(65_535).nullish(), protocol: z.string().nullish() })
const endpoint = z.object({
  domainName: z.string().nullish(),
  endpointDetails: z.array(port.extend({ ipAddress: z.string().nullish() })).nullish(),
})
/** A group of `outboundNetworkDependenciesEndpoints`: Azure ML's (ARM and regional), and AKS', which has protocols. */
const group = z.object({ category: z.string().nullish(), endpoints: z.array(endpoint) })
/** A rule of `az ml workspace outbound-rule list`, or of the REST API beneath it. */
const rule = z.object({
  type: z.string(),
  category: z.string().nullish(),
  destination: z.unknown(),
  fqdns: z.array(z.string()).nullish(),
})
const failure = z.object({ error: z.object({ code: z.string() }) })
const list = z.union([z.array(z.unknown()), z.object({ value: z.array(z.unknown()) }).transform(({ value }) => value)])

/**
 * Reads a saved list: the answer of a workspace's `outboundNetworkDependenciesEndpoints`, `az ml workspace outbound-rule list`, or
 * `az aks egress-endpoints list`.
 * @throws UsageError, one line, that says what the file is instead
 */
export const readDependencies = async (path: string): Promise<Dependencies> => {
  const content = await readJsonFile(path, MOST_DEPENDENCY_BYTES)
  const dependencies = parseDependencies(content)
  if (dependencies !== null) return dependencies
  const failed = failure.safeParse(content)
  throw new UsageError([
    failed.success
      ? `${path}: this is an error that Azure answered (${clean(failed.data.error.code)}), not a list of endpoints`
      : `${path}: this is no list of endpoints: neither outboundNetworkDependenciesEndpoints, nor outbound-rule list, nor egress-endpoints list`,
  ])
}

/** What an answer holds; null where it has none of the known forms. */
export const parseDependencies = (content: unknown): Dependencies | null => {
  const items = list.safeParse(content)
  if (!items.success) return null
  const bodies = items.data.map(bodyOf)
  const groups = z.array(group).safeParse(bodies)
  if (groups.success) return fromGroups(groups.data)
  const rules = z.array(rule).safeParse(bodies)
  return rules.success ? fromRules(rules.data) : null
}

/** ARM wraps what matters in `properties`, the command line doesn't. */
const bodyOf = (item: unknown): unknown =>
  typeof item === 'object' && item !== null && 'properties' in item ? item.properties : item

const fromGroups = (groups: readonly z.infer<typeof group>[]): Dependencies => {
  const details = groups.flatMap(({ endpoints }) => endpoints).flatMap(({ endpointDetails }) => endpointDetails ?? [])
  const hosts = groups.flatMap(({ category, endpoints }) =>
    endpoints.flatMap(({ domainName, endpointDetails }) => {
      const ports = (endpointDetails ?? []).flatMap(({ port, protocol }) =>
        port ? [{ port, protocol: protocolOf(protocol) }] : [],
      )
      const names = domainName ? [domainName] : (endpointDetails ?? []).flatMap(({ ipAddress }) => ipAddress ?? [])
      return names.map((host) => dependency(host, ports, category))
    }),
  )
  const source = details.some(({ protocol }) => protocol) ? 'aks-egress' : 'workspace-dependencies'
  return sound(source, hosts, [])
}

const fromRules = (rules: readonly z.infer<typeof rule>[]): Dependencies => {
  const HTTPS = [{ port: 443, protocol: 'tcp' }] as const
  const hosts = rules.flatMap(({ category, destination, fqdns }) => {
    const required = category?.toLowerCase() !== 'recommended'
    if (typeof destination === 'string') return [{ ...dependency(destination, HTTPS, category), required }]
    return (fqdns ?? []).map((host) => ({ ...dependency(host, HTTPS, category), required, private: true }))
  })
  const nameless = rules.filter(({ destination, fqdns }) => typeof destination !== 'string' && !fqdns?.length).length
  return sound(
    'managed-network',
    hosts,
    nameless === 0
      ? []
      : [`${nameless} outbound rules of the managed network name a service tag or resource, and no host`],
  )
}

const dependency = (host: string, ports: Dependency['ports'], category?: string | null): Dependency => ({
  purpose: clean(category ?? '') || 'not said',
  host: host.trim().toLowerCase(),
  ports,
  required: true,
  private: false,
})

/** Leaves out, and says so, what is no host. */
const sound = (source: DependencySource, all: readonly Dependency[], notes: readonly string[]): Dependencies => {
  const hosts = all.filter(({ host }) => !host.includes('${') && hostProblem(host) === null)
  const left = all.length - hosts.length
  return {
    source,
    hosts,
    notes: [
      ...notes,
      ...(left === 0 ? [] : [`${left} entries of the list are no host names and are left out`]),
      ...(hosts.length === 0 ? ['the list of dependencies names no host'] : []),
    ],
  }
}

/** AKS says `Https`, `Http`, `TCP`, `UDP`. */
const protocolOf = (name: string | null | undefined): 'tcp' | 'udp' | null =>
  name ? (name.toLowerCase() === 'udp' ? 'udp' : 'tcp') : null

const clean = (text: string): string => text.replace(/\p{Cc}/gu, '?').slice(0, 100)
