import { hostname } from 'node:os'
import { readBuiltin } from '../catalogue/builtin.ts'
import { parseClouds, type Clouds } from '../catalogue/clouds.ts'
import { readDependencies } from '../catalogue/dependencies.ts'
import { expand } from '../catalogue/expand.ts'
import type { Manifest } from '../catalogue/manifest.ts'
import { mergeDependencies } from '../catalogue/merge-dependencies.ts'
import { builtinManifests, resolveManifests } from '../catalogue/scenarios.ts'
import type { Io } from '../io.ts'
import type { Endpoint, Vantage } from '../model.ts'
import type { ProbingOptions } from '../options.ts'
import { detect } from '../vantage/detect.ts'
import { readFileBelow } from '../vantage/system.ts'

/** Where connprobe runs and what it is to look at. */
export type Selection = {
  readonly vantage: Vantage
  readonly clouds: Clouds
  readonly manifests: readonly Manifest[]
  readonly endpoints: readonly Endpoint[]
  /** Remarks for people: one sentence each. */
  readonly notes: readonly string[]
}

const METADATA_URL = 'http://169.254.169.254'

/**
 * Finds out where connprobe runs, and expands the manifests that were asked for, or those that fit here, into endpoints.
 * @throws UsageError with the mistakes of the first of facts, manifests and dependencies that has any
 */
export const select = async (options: ProbingOptions, io: Io): Promise<Selection> => {
  const clouds = parseClouds(readBuiltin('clouds.yaml'))
  const system = {
    env: io.env,
    hostname: hostname(),
    cwd: process.cwd(),
    readFile: readFileBelow('/'),
    metadataUrl: METADATA_URL,
  }
  const { cloud, set, factsFile } = options
  const vantage = await detect(system, clouds, { cloud, set, factsFile, detect: options.detect })
  const named = options.manifests.length > 0 ? options.manifests : [scenarioFor(vantage)]
  const manifests = await resolveManifests(named)
  const facts = Object.fromEntries(Object.entries(vantage.facts).map(([name, { value }]) => [name, value]))
  const notes: string[] = []
  if (options.dependencies !== null) {
    const stated = {
      requirements: requirementsOf(manifests),
      known: requirementsOf(builtinManifests()),
      cloud: vantage.cloud,
      facts,
    }
    const merged = mergeDependencies(await readDependencies(options.dependencies), stated)
    if (merged.manifest !== null) manifests.push(merged.manifest)
    notes.push(...merged.notes)
  }
  const endpoints = expand({ manifests, cloud: vantage.cloud, facts, kind: vantage.kind })
  return { vantage, clouds, manifests, endpoints, notes }
}

/** The scenario that fits where we run. */
const scenarioFor = ({ kind }: Vantage): string => (kind === 'kubernetes' ? 'kubernetes' : 'compute-instance')

const requirementsOf = (manifests: readonly Manifest[]) => manifests.flatMap(({ requirements }) => requirements)
