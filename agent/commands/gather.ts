import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { World } from '../../probes/probe.ts'
import { readImageLayers } from '../catalogue/image-layers.ts'
import { readKnowledge } from '../catalogue/knowledge.ts'
import { check, type CheckOptions } from '../engine/check.ts'
import { createPace } from '../engine/pace.ts'
import { createRunner, EXPERIMENTS_AT_ONCE } from '../engine/runner.ts'
import { askEverything } from '../engine/thorough.ts'
import { compareTrust, disputedChains } from '../engine/trust-parity.ts'
import { createWorld } from '../engine/world.ts'
import { lookInbound, withInbound } from '../inbound/look.ts'
import type { Io } from '../io.ts'
import type { ChainTrust, Endpoint, RunEvidence } from '../model.ts'
import type { ProbingOptions } from '../options.ts'
import type { ReportParts } from '../report/report.ts'
import { UsageError } from '../usage-error.ts'
import type { Look } from '../vantage/clients/client.ts'
import { findClients, lookAround } from '../vantage/runtime-stores.ts'
import { proxyNotes } from '../vantage/settings-parity.ts'
import { VERSION } from '../version.ts'
import { readSettings } from './machine.ts'
import { showProgress } from './progress.ts'
import type { Selection } from './select.ts'
import { serviceTagger } from './service-tags.ts'

/** Evidence and where it comes from: what a report is made of, before it is judged. */
export type Gathered = Omit<ReportParts, 'results' | 'findings'>

/**
 * Probes the endpoints of a selection once, with all that the run asks of the network beside them.
 * @param thorough also asks what can't change a ruling, for who wants to see everything
 * @throws UsageError for options that name what can't be used
 */
export const gather = async (
  { vantage, endpoints, notes, unlisted }: Selection,
  options: ProbingOptions,
  io: Io,
  thorough = false,
): Promise<Gathered> => {
  const settings = await readSettings(options, io)
  const cas = readCas(endpoints)
  const tagged = await serviceTagger(options, vantage.cloud)
  const { clock } = io
  const runId = randomBytes(4).toString('hex')
  const world = createWorld({
    ...settings.parts,
    clock,
    runId,
    timeoutMs: options.timeoutMs,
    lookups: options.concurrency + EXPERIMENTS_AT_ONCE,
  })
  const stop = startDeadline(options.deadlineMs, io.interrupted)
  const progress = showProgress(endpoints, options, io)
  const startedAt = new Date(clock.now()).toISOString()
  const checking: CheckOptions = {
    timeoutMs: options.timeoutMs,
    concurrency: options.concurrency,
    holdMs: options.holdMs,
    cas,
    pace: createPace(options.rate, clock),
    signal: stop.signal,
    nonce: runId,
    layers: readImageLayers(),
    onObserved: progress.observed,
  }
  const looks = { responder: options.dialBack, timeoutMs: options.timeoutMs, signal: stop.signal }
  const [probed, inbound] = await Promise.all([
    check(endpoints, settings.machine, world, readKnowledge(), checking),
    lookInbound(endpoints, world, looks),
  ])
  const checked = withInbound(probed, inbound)
  const evidence = thorough ? await askEverything(checked, createRunner(world, checking), checking) : checked
  const look = lookAround(io.env)
  const parity = options.detect ? proxyNotes(look, settings.machine.proxies) : []
  const trust = options.detect ? await trustOfClients(evidence, thorough, world, checking, look) : []
  const complete = !stop.signal.aborted
  stop.clear()
  progress.end()
  return {
    tool: { name: 'connprobe', version: VERSION },
    runId,
    startedAt,
    finishedAt: new Date(clock.now()).toISOString(),
    complete,
    vantage: { ...vantage, notes: [...vantage.notes, ...notes, ...parity] },
    run: {
      ...tagged(evidence),
      ...(unlisted !== null && { unlisted }),
      ...(trust.length > 0 && { trust }),
    },
  }
}

/** What the programs of this machine make of the chains that they may not agree about; of all when `thorough`. */
const trustOfClients = async (
  run: RunEvidence,
  thorough: boolean,
  world: World,
  checking: CheckOptions,
  look: Look,
): Promise<ChainTrust[]> => {
  const chains = disputedChains(run, thorough)
  if (chains.length === 0 || checking.signal.aborted) return []
  return compareTrust(chains, await findClients(look), world, checking)
}

/** The PEM files that rows name as the CA that is due there. */
export const readCas = (endpoints: readonly Endpoint[]): Map<string, string> => {
  const files = new Set(endpoints.flatMap(({ expect }) => expect.ca ?? []))
  const problems: string[] = []
  const cas = new Map<string, string>()
  for (const file of files)
    try {
      cas.set(file, readFileSync(file, 'utf8'))
    } catch {
      problems.push(`expect.ca: can't read ${file}; name a PEM file that exists`)
    }
  if (problems.length > 0) throw new UsageError(problems)
  return cas
}

/** A signal that aborts at the deadline or when the run is interrupted. */
const startDeadline = (ms: number | null, interrupted: AbortSignal) => {
  const controller = new AbortController()
  const abort = () => {
    controller.abort()
  }
  const timer = ms === null ? undefined : setTimeout(abort, ms)
  interrupted.addEventListener('abort', abort, { once: true })
  if (interrupted.aborted) abort()
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer)
    },
  }
}
