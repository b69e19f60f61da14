import { randomBytes } from 'node:crypto'
import type { Clock, World } from '../../probes/probe.ts'
import type { ImageLayer } from '../catalogue/image-layers.ts'
import type { Endpoint, Machine, RunEvidence, Vantage } from '../model.ts'
import type { Rhythm } from './rhythm.ts'
import { createRunner, EXPERIMENTS_AT_ONCE, type Runner, type RunnerOptions } from './runner.ts'
import type { TargetOptions } from './target.ts'
import { createWorld, type Settings } from './world.ts'

/** One configuration of the agent: what is watched, and how. */
export type Plan = TargetOptions & {
  readonly endpoints: readonly Endpoint[]
  readonly vantage: Vantage
  /** Adds to a run what is known beside its evidence. */
  readonly complete: (run: RunEvidence) => RunEvidence
  /** Layers that show a registry's data hosts. */
  readonly layers: readonly ImageLayer[]
  readonly rhythm: Rhythm
  /** One probe's whole budget, milliseconds. */
  readonly timeoutMs: number
  /** The first round's budget, milliseconds; null: none. */
  readonly deadlineMs: number | null
  /** Endpoints probed at the same time. */
  readonly concurrency: number
  /** New connections a second; null: no limit. */
  readonly rate: number | null
  /** This machine's network settings, as they are now. */
  readonly readSettings: () => Promise<Settings>
}

/** What is probed with from one round to the next: a fresh look at this machine's settings, an empty cache of names. */
export type Scene = {
  /** Names the run in the User-Agent. */
  readonly runId: string
  /** UTC, ISO 8601. */
  readonly startedAt: string
  readonly machine: Machine
  readonly world: World
  readonly options: RunnerOptions
  readonly runner: Runner
}

/** Looks at this machine and gets ready to probe. */
export const openScene = async (
  plan: Plan,
  clock: Clock,
  { pace, signal }: Pick<RunnerOptions, 'pace' | 'signal'>,
): Promise<Scene> => {
  const { machine, parts } = await plan.readSettings()
  const { timeoutMs, holdMs, cas } = plan
  const runId = randomBytes(4).toString('hex')
  const lookups = plan.concurrency + EXPERIMENTS_AT_ONCE
  const world = createWorld({ ...parts, clock, runId, timeoutMs, lookups })
  const options = { timeoutMs, holdMs, cas, pace, signal }
  const startedAt = new Date(clock.now()).toISOString()
  return { runId, startedAt, machine, world, options, runner: createRunner(world, options) }
}
