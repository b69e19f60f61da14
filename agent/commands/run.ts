import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readKnowledge } from '../catalogue/knowledge.ts'
import { check } from '../engine/check.ts'
import { createPace } from '../engine/pace.ts'
import { EXPERIMENTS_AT_ONCE } from '../engine/runner.ts'
import { createWorld } from '../engine/world.ts'
import type { Io } from '../io.ts'
import { judgeRun } from '../judge/run.ts'
import type { Endpoint } from '../model.ts'
import { readProbingOptions, type ProbingOptions, type RawOptions } from '../options.ts'
import { readTextFile } from '../read-file.ts'
import { exitCode, nagiosCode } from '../report/exit-code.ts'
import { readReport } from '../report/read.ts'
import { makeReport, type ReportParts } from '../report/report.ts'
import { UsageError } from '../usage-error.ts'
import { VERSION } from '../version.ts'
import { deliverTo } from './deliver.ts'
import { readSettings } from './machine.ts'
import { showProgress } from './progress.ts'
import { select } from './select.ts'

const MOST_REPORT_BYTES = 268_435_456

/** Evidence and where it comes from: what a report is made of, before it is judged. */
type Gathered = Omit<ReportParts, 'results' | 'findings'>

/** `connprobe run`: probe everything once, or judge a saved report, and print what that means. */
export const run = async (raw: RawOptions, io: Io): Promise<number> => {
  const options = readProbingOptions(raw)
  const deliver = deliverTo(options, io)
  try {
    const gathered =
      options.from === null
        ? await probeAll(options, io)
        : readReport(await readTextFile(options.from, MOST_REPORT_BYTES), options.from)
    const report = makeReport({ ...gathered, ...judgeRun(gathered.run, readKnowledge()) })
    await deliver.report(report)
    const interrupted = io.interrupted.aborted
    return options.format === 'nagios' && !interrupted
      ? nagiosCode(report, options)
      : exitCode(report, { ...options, interrupted })
  } finally {
    deliver.discard()
  }
}

const probeAll = async (options: ProbingOptions, io: Io): Promise<Gathered> => {
  const { vantage, endpoints, notes } = await select(options, io)
  const settings = await readSettings(options, io)
  const cas = readCas(endpoints)
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
  const evidence = await check(endpoints, settings.machine, world, readKnowledge(), {
    timeoutMs: options.timeoutMs,
    concurrency: options.concurrency,
    holdMs: options.holdMs,
    cas,
    pace: createPace(options.rate, clock),
    signal: stop.signal,
    nonce: runId,
    onObserved: progress.observed,
  })
  const complete = !stop.signal.aborted
  stop.clear()
  progress.end()
  return {
    tool: { name: 'connprobe', version: VERSION },
    startedAt,
    finishedAt: new Date(clock.now()).toISOString(),
    complete,
    vantage: { ...vantage, notes: [...vantage.notes, ...notes] },
    run: evidence,
  }
}

/** The PEM files that rows name as the CA that is due there. */
const readCas = (endpoints: readonly Endpoint[]): Map<string, string> => {
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
