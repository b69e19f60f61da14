import { randomBytes } from 'node:crypto'
import { startBudget } from '../../probes/budget.ts'
import { readBuiltin } from '../catalogue/builtin.ts'
import type { CloudNames } from '../catalogue/clouds.ts'
import { readDependencies, type Dependencies } from '../catalogue/dependencies.ts'
import { azureUrls, fetchDependencies, parseApiVersions, readWorkspaceId } from '../catalogue/fetch-dependencies.ts'
import { createWorld } from '../engine/world.ts'
import type { Io } from '../io.ts'
import type { AzureFailure } from '../model.ts'
import type { ProbingOptions } from '../options.ts'
import type { System } from '../vantage/system.ts'
import { readSettings } from './machine.ts'

/** What lists of dependencies say, and why the workspace's isn't among them, where it was asked for. */
export type Listed = { readonly lists: readonly Dependencies[]; readonly unlisted: AzureFailure | null }

/** Longest time that asking Azure may take, milliseconds: a token and three answers. */
const ASKING_MS = 30_000

/**
 * The lists that the options name: a saved one (`--dependencies`), and the one that Azure gives now (`--from-workspace`).
 * @param names of the cloud that is asked
 * @param region null: not known
 * @throws UsageError for a file that is no such list, and for what is no workspace
 */
export const listDependencies = async (
  options: ProbingOptions,
  names: CloudNames,
  region: string | null,
  system: System,
  io: Io,
): Promise<Listed> => {
  const workspace = options.fromWorkspace === null ? null : readWorkspaceId(options.fromWorkspace)
  const saved = options.dependencies === null ? [] : [await readDependencies(options.dependencies)]
  if (workspace === null) return { lists: saved, unlisted: null }
  const { parts } = await readSettings(options, io)
  const { timeoutMs } = options
  const runId = randomBytes(4).toString('hex')
  const world = createWorld({ ...parts, clock: io.clock, runId, timeoutMs, lookups: 1 })
  const budget = startBudget(Math.min(ASKING_MS, options.deadlineMs ?? ASKING_MS), io.interrupted)
  const versions = parseApiVersions(readBuiltin('dependencies-api.yaml'))
  const context = { world, timeoutMs, signal: budget.signal }
  const fetched = await fetchDependencies(workspace, azureUrls(names, region), versions, system, context)
  budget.end()
  return 'failure' in fetched
    ? { lists: saved, unlisted: fetched.failure }
    : { lists: [...saved, fetched.dependencies], unlisted: null }
}
