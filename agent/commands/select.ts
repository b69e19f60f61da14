import { hostname } from 'node:os'
import { isRuledOut } from '../catalogue/applies.ts'
import { readBuiltin } from '../catalogue/builtin.ts'
import { parseClouds, type Clouds } from '../catalogue/clouds.ts'
import { expand } from '../catalogue/expand.ts'
import type { Manifest } from '../catalogue/manifest.ts'
import { mergeDependencies } from '../catalogue/merge-dependencies.ts'
import { builtinManifests, resolveManifests } from '../catalogue/scenarios.ts'
import type { Io } from '../io.ts'
import type { AzureFailure, Endpoint, Vantage } from '../model.ts'
import type { ProbingOptions } from '../options.ts'
import { detect } from '../vantage/detect.ts'
import { METADATA_URL } from '../vantage/imds.ts'
import { readFileBelow } from '../vantage/system.ts'
import { listDependencies } from './dependencies.ts'

/** Where connprobe runs and what it is to look at. */
export type Selection = {
  readonly vantage: Vantage
  readonly clouds: Clouds
  readonly manifests: readonly Manifest[]
  readonly endpoints: readonly Endpoint[]
  /** Remarks for people: one sentence each. */
  readonly notes: readonly string[]
  /** Why the hosts that the workspace depends on are not among the endpoints, though they were asked for. */
  readonly unlisted: AzureFailure | null
}

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
  const { lists, unlisted } = await listDependencies(
    options,
    clouds[vantage.cloud],
    facts['region'] ?? null,
    system,
    io,
  )
  const due = (all: readonly Manifest[]) =>
    all.flatMap(({ requirements }) => requirements).filter((requirement) => !isRuledOut(requirement, facts))
  const notes: string[] = []
  for (const list of lists) {
    const stated = { requirements: due(manifests), known: due(builtinManifests()), cloud: vantage.cloud, facts }
    const merged = mergeDependencies(list, stated)
    if (merged.manifest !== null) manifests.push(merged.manifest)
    notes.push(...merged.notes)
  }
  const endpoints = expand({ manifests, cloud: vantage.cloud, facts, kind: vantage.kind })
  return { vantage, clouds, manifests, endpoints, notes, unlisted }
}

/** The scenario that fits where we run. */
const scenarioFor = ({ kind, facts }: Vantage): string => {
  const compute = facts['compute']?.value ?? kind
  return compute === 'kubernetes' ? compute : compute === 'cluster' ? 'compute-cluster' : 'compute-instance'
}
