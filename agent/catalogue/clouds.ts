import { z } from 'zod'
import type { Cloud } from '../model.ts'
import { parseData } from '../parse-data.ts'

const names = z.strictObject({
  /** azEnvironment of the metadata service. */
  environment: z.string(),
  /** What `cloud` in a service-tags file contains, lower case. */
  serviceTagsCloud: z.string(),
  resourceManager: z.string(),
  login: z.string(),
  /** The regional service, as a template. */
  machineLearning: z.string(),
  regionPrefixes: z.array(z.string()),
  regionalHosts: z.array(z.string()),
})

const file = z.strictObject({
  source: z.strictObject({ documents: z.array(z.string()), date: z.string() }),
  public: names,
  usgov: names,
  china: names,
})

/** The hosts of one cloud that connprobe itself asks, and those by which an environment names its cloud and region. */
export type CloudNames = z.infer<typeof names>

/** What tells the clouds apart: manifests/clouds.yaml. */
export type Clouds = Readonly<Record<Cloud, CloudNames>>

/** What a host says of where it belongs. */
export type HostOrigin = { readonly cloud: Cloud; readonly region?: string; readonly workspaceId?: string }

/** Every cloud, in the order in which they are tried. */
export const CLOUDS: readonly Cloud[] = ['public', 'usgov', 'china']

/**
 * Reads manifests/clouds.yaml.
 * @throws when the text, which is part of the product, isn't of the schema
 */
export const parseClouds = (text: string): Clouds => file.parse(parseData(text))

/** The cloud, region and workspace that a host's name shows; null for a host of no known cloud. */
export const readHost = (clouds: Clouds, host: string): HostOrigin | null => {
  const name = host.toLowerCase()
  for (const cloud of CLOUDS) {
    const { login, resourceManager, regionalHosts } = clouds[cloud]
    if (name === login || name === resourceManager) return { cloud }
    for (const template of regionalHosts) {
      const groups = matcher(template).exec(name)?.groups
      if (groups !== undefined) return { cloud, ...groups }
    }
  }
  return null
}

/** The cloud whose regions are named like this one: government and 21Vianet regions have prefixes of their own. */
export const cloudOfRegion = (clouds: Clouds, region: string): Cloud =>
  CLOUDS.find((cloud) => clouds[cloud].regionPrefixes.some((prefix) => region.startsWith(prefix))) ?? 'public'

const FACT = { region: '(?<region>[a-z0-9]+)', workspaceId: '(?<workspaceId>[0-9a-f-]{36})' } as const

/** `${region}.api.example` as a pattern; a `*` stands for one label. */
const matcher = (template: string): RegExp =>
  new RegExp(
    `^${template
      .replaceAll('.', '\\.')
      .replaceAll('*', '[^.]+')
      .replace('${region}', FACT.region)
      .replace('${workspaceId}', FACT.workspaceId)}$`,
  )
