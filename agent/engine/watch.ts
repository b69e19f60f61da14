import { startBudget } from '../../probes/budget.ts'
import type { Clock, ProbeKind } from '../../probes/probe.ts'
import { digest, type Context } from '../judge/context.ts'
import { closingExperiments, openingExperiments } from '../judge/experiments.ts'
import { judge } from '../judge/judge.ts'
import type { Knowledge } from '../judge/knowledge.ts'
import type { Answered, Endpoint, Evidence, RunEvidence } from '../model.ts'
import { VERSION } from '../version.ts'
import { check, CLOSING_ROUNDS } from './check.ts'
import { count, createHistogram, type Histogram } from './histogram.ts'
import { createLedger, type Entry } from './ledger.ts'
import { createLimit } from './limit.ts'
import { createPace } from './pace.ts'
import { createPublisher } from './publisher.ts'
import { periodOf } from './rhythm.ts'
import { makeRound, type Round } from './round.ts'
import { openScene, type Plan, type Scene } from './scene.ts'
import { createSchedule } from './schedule.ts'
import { watchStalls } from './stalls.ts'
import { observeOnce, takeTurn, type Turn } from './turn.ts'

/** The longest pause before a failure is looked at again, milliseconds. */
const MOST_CONFIRM_MS = 1000
/** How long a probe out of turn may have to wait for its place, milliseconds. */
const MOST_WAIT_MS = 1000
/** The turn at which the network as a whole is asked anew; no endpoint's name. */
const ROUND = 'round'

export type WatchParts = {
  readonly clock: Clock
  readonly knowledge: Knowledge
  /** Aborted when the agent stops. */
  readonly signal: AbortSignal
  /** Told each round, one after the other. */
  readonly onRound: (round: Round) => Promise<void>
  /** Told what must not happen; probing goes on. */
  readonly onDefect: (error: unknown) => void
}

/** The agent's engine. */
export type Watch = {
  /** Probes everything once, then turn by turn until the signal aborts. */
  readonly run: () => Promise<void>
  /** Goes on with another configuration; endpoints that stay keep their state. */
  readonly apply: (plan: Plan) => Promise<void>
  /** Endpoints of the present configuration. */
  readonly endpoints: () => readonly Endpoint[]
  /** Probes out of turn, for somebody who waits; null where the rate doesn't allow it now. */
  readonly probe: (endpoint: Endpoint) => Promise<Turn | null>
}

/** Gets ready to watch by this configuration; nothing is probed before `run`. */
export const createWatch = async (first: Plan, parts: WatchParts): Promise<Watch> => {
  const { clock, knowledge, signal, onDefect } = parts
  const ledger = createLedger()
  const stalls = watchStalls(clock)
  const durations = new Map<ProbeKind, Histogram>()
  let plan = first
  let pace = createPace(plan.rate, clock)
  let limit = createLimit(plan.concurrency)
  let scene: Scene = await openScene(plan, clock, { pace, signal })
  let experiments: readonly Answered[] = []
  /** Endpoints that those of the first round named. */
  let derived: readonly Endpoint[] = []
  let started = false
  const adopt = () => ledger.adopt([...plan.endpoints, ...derived])
  adopt()

  const knownEntries = () => [...ledger.entries.values()].filter(isKnown)
  const runOf = (entries: readonly { evidence: Evidence }[]): RunEvidence => ({
    machine: scene.machine,
    experiments,
    endpoints: entries.map(({ evidence }) => evidence),
    timeoutSeconds: plan.timeoutMs / 1000,
  })
  let context: Context = digest(runOf([]), knowledge)

  const publish = async () => {
    if (signal.aborted) return
    const entries = knownEntries()
    const run = plan.complete(runOf(entries))
    context = digest(run, knowledge)
    const { runId, startedAt } = scene
    const round = await makeRound(
      {
        runId,
        tool: { name: 'connprobe', version: VERSION },
        startedAt,
        finishedAt: new Date(clock.now()).toISOString(),
        complete: entries.length === ledger.entries.size,
        vantage: plan.vantage,
        run,
        entries,
        context,
        durations,
      },
      clock.monotonic,
    )
    await parts.onRound(round)
  }
  const publisher = createPublisher(() => publish().catch(onDefect), clock)

  const note = ({ evidence, judgement }: Turn, runId: string) => {
    const { endpoint, observations } = evidence
    const value = Math.max(0, ...observations.map(({ durationSeconds }) => durationSeconds))
    const example = { runId, value, timestamp: clock.now() / 1000 }
    const histogram = durations.get(endpoint.probe) ?? createHistogram()
    durations.set(endpoint.probe, histogram)
    count(histogram, example)
    ledger.note({ evidence, judgement }, example)
  }

  const firstRound = async () => {
    const { machine, world, options, runId } = scene
    const { concurrency, layers, deadlineMs } = plan
    const budget = deadlineMs === null ? null : startBudget(deadlineMs, signal)
    const checking = { ...options, signal: budget?.signal ?? signal, concurrency, layers, nonce: runId }
    const run = await check(plan.endpoints, machine, world, knowledge, checking)
    budget?.end()
    if (signal.aborted) return
    derived = run.endpoints.map(({ endpoint }) => endpoint).slice(plan.endpoints.length)
    adopt()
    experiments = run.experiments
    context = digest(run, knowledge)
    for (const evidence of run.endpoints.filter(isTestable))
      note({ evidence, judgement: judge(evidence, context).judgement }, runId)
    await publisher.now()
  }

  /** Asks about the network as a whole again, with fresh settings. */
  const nextRound = async () => {
    scene = await openScene(plan, clock, { pace, signal })
    const { runner, machine, runId: nonce } = scene
    let asked = await runner.all(openingExperiments({ endpoints: plan.endpoints, machine, knowledge, nonce }))
    for (let round = 0; round < CLOSING_ROUNDS && !signal.aborted; round++) {
      const closing = await runner.all(closingExperiments({ ...runOf(knownEntries()), experiments: asked }, knowledge))
      if (closing.length === 0) break
      asked = [...asked, ...closing]
    }
    if (signal.aborted) return
    experiments = asked
    await publisher.now()
  }

  const endpointTurn = async (entry: Entry) => {
    const { runner, runId } = scene
    const confirmMs = Math.min(MOST_CONFIRM_MS, plan.rhythm.failingMs)
    const turnParts = { runner, context, clock, stalls, signal, confirmMs }
    const turn = await takeTurn(entry.endpoint, entry.streak.standing, turnParts)
    if (turn === null) return
    note(turn, runId)
    if (turn.judgement.verdict !== entry.published?.verdict) publisher.soon()
  }

  const schedule = createSchedule({
    clock,
    periodOf: (name) => {
      const entry = ledger.entries.get(name)
      return entry === undefined ? plan.rhythm.intervalMs : periodOf(entry.streak, plan.rhythm)
    },
    turn: async (name) => {
      const entry = ledger.entries.get(name)
      if (name === ROUND) await nextRound().catch(onDefect)
      else if (entry !== undefined) await limit(() => endpointTurn(entry)).catch(onDefect)
    },
  })
  const start = () => {
    const testable = [...ledger.entries.values()].filter(isTestable)
    schedule.set([ROUND, ...testable.map(({ name }) => name)])
  }

  return {
    run: async () => {
      const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      await firstRound()
      started = true
      if (!signal.aborted) {
        start()
        await stopped
      }
      schedule.set([])
      publisher.stop()
      stalls.stop()
    },
    apply: async (next) => {
      const nextPace = createPace(next.rate, clock)
      scene = await openScene(next, clock, { pace: nextPace, signal })
      plan = next
      pace = nextPace
      limit = createLimit(plan.concurrency)
      adopt()
      if (!started || signal.aborted) return
      start()
      publisher.soon()
    },
    endpoints: () => plan.endpoints,
    probe: async (endpoint) => {
      if (pace.waitMs() > MOST_WAIT_MS) return null
      const evidence = await observeOnce(endpoint, { runner: scene.runner, clock, stalls })
      return { evidence, judgement: judge(evidence, context).judgement }
    },
  }
}

const isKnown = (entry: Entry): entry is Entry & { evidence: Evidence } => entry.evidence !== null

const isTestable = ({ endpoint }: { readonly endpoint: Endpoint }): boolean => endpoint.untestable === undefined
