import { isIP } from 'node:net'
import { secondsSince, startBudget, type Budget } from './budget.ts'
import { faultOf } from './fault.ts'
import { probes } from './index.ts'
import type { Fault, Observation, ResolveFacts, Step } from './observation.ts'
import {
  StepFault,
  type Clock,
  type Job,
  type ProbeKind,
  type Proxy,
  type Run,
  type Target,
  type World,
} from './probe.ts'

/** How long a phase may take to hand over its evidence after the signal ended it, milliseconds. */
const GRACE_MS = 100

/** Steps of one observation, and the function that adds to them. */
type Recorder = { readonly steps: Step[]; readonly step: Run }

/**
 * Runs one probe of one target and returns what it saw: one observation for each address of the name, or a single one where no
 * address was found or a proxy is used. Never rejects: a failure is a step, a defect of the probe is the fault `bug`.
 *
 * The budget covers everything, the resolution included; addresses are probed side by side.
 * @param timeoutMs the whole budget in milliseconds
 * @param run aborted when the run ends
 */
export const observe = async (
  kind: ProbeKind,
  target: Target,
  world: World,
  timeoutMs: number,
  run: AbortSignal,
): Promise<Observation[]> => {
  const startedAt = new Date(world.clock.now()).toISOString()
  const start = world.clock.monotonic()
  const left = () => Math.max(1, timeoutMs - (world.clock.monotonic() - start))
  const proxy = proxyOf(kind, target, world)
  const observation = (steps: readonly Step[], address: string | null, from: string | null): Observation => ({
    startedAt,
    durationSeconds: secondsSince(world.clock, start),
    address,
    from,
    via: proxy?.name ?? null,
    steps,
  })

  const host = proxy?.host ?? target.address ?? target.host
  const budget = startBudget(timeoutMs, run)
  const resolving = recorder(world.clock, start, budget)
  const resolved = await resolving
    .step('resolve', () => findAddresses(host, world, budget.signal))
    .catch(() => null)
    .finally(budget.end)
  if (resolved === null) return [observation(resolving.steps, null, null)]

  const observeAddress = async (address: string, budgetMs: number): Promise<Observation> => {
    const budget = startBudget(budgetMs, run)
    const { steps, step } = recorder(world.clock, start, budget, resolving.steps)
    let from: string | null = null
    const local: Job['local'] = (socket) => (from = endOf(socket))
    await probes[kind]
      .run({ target, address, proxy, step, world, signal: budget.signal, local })
      .catch((error: unknown) => {
        // A failure is on record as a step. What was thrown outside a phase is a defect, told as one.
        if (steps.every(mayGoOn)) steps.push(defect(steps, secondsSince(world.clock, start), error))
      })
      .finally(budget.end)
    return observation(steps, proxy === null ? address : null, from)
  }
  if (proxy === null) return Promise.all(resolved.addresses.map((address) => observeAddress(address, left())))
  return [await throughFirst(resolved.addresses, left, observeAddress)]
}

/** As a client does: the proxy's next address where one doesn't connect, each with its share of the time. */
const throughFirst = async (
  addresses: readonly string[],
  left: () => number,
  observeAddress: (address: string, budgetMs: number) => Promise<Observation>,
): Promise<Observation> => {
  const [address = '', ...others] = addresses
  const seen = await observeAddress(address, left() / (others.length + 1))
  const connected = seen.steps.some(({ phase, ok }) => phase === 'connect' && ok)
  return connected || others.length === 0 ? seen : throughFirst(others, left, observeAddress)
}

/** A probe goes on after a step that went well, and after a certificate that nobody here trusts. */
const mayGoOn = (step: Step): boolean => step.ok || step.fault.kind === 'certificate'

const endOf: (socket: Parameters<Job['local']>[0]) => string | null = ({ localAddress, localPort }) => {
  if (localAddress === undefined || localPort === undefined) return null
  return isIP(localAddress) === 6 ? `[${localAddress}]:${localPort}` : `${localAddress}:${localPort}`
}

const proxyOf = (kind: ProbeKind, target: Target, world: World): Proxy | null => {
  const route = target.route ?? 'settings'
  if (!probes[kind].proxied || target.address !== undefined || route === 'direct') return null
  const secure = kind === 'websocket' ? (target.tls ?? target.port !== 80) : kind !== 'http'
  return world.proxyFor({ secure, host: target.host, port: target.port }, route === 'proxy')
}

const findAddresses = async (host: string, world: World, signal: AbortSignal): Promise<ResolveFacts> =>
  isIP(host) === 0
    ? world.resolve(host, signal)
    : { name: host, source: 'literal', addresses: [host], chain: [], answers: [] }

const recorder = (clock: Clock, start: number, budget: Budget, before: readonly Step[] = []): Recorder => {
  const steps = [...before]
  const step: Run = async (phase, work) => {
    const began = clock.monotonic()
    const atSeconds = secondsSince(clock, start)
    const timing = () => ({ phase, atSeconds, durationSeconds: secondsSince(clock, began) })
    try {
      const facts = await settle(work(), budget.signal)
      steps.push({ ...timing(), ok: true, facts } as Step)
      return facts
    } catch (error) {
      const facts = error instanceof StepFault ? error.facts : undefined
      steps.push({ ...timing(), ok: false, fault: endedBy(budget) ?? faultOf(error), ...(facts && { facts }) } as Step)
      throw error
    }
  }
  return { steps, step }
}

/** When the budget ended a phase, that is its fault, whatever the phase made of it. */
const endedBy = (budget: Budget): Fault | null => {
  const ending = budget.ending()
  return ending === 'timeout' || ending === 'aborted' ? { kind: ending } : null
}

/** What `work` says, given a moment after the signal to hand over partial facts; then we go on without it. */
const settle = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  let onAbort: (() => void) | undefined
  const late = new Promise<never>((_, reject) => {
    onAbort = () => {
      timer = setTimeout(() => {
        reject(new StepFault({ kind: 'timeout' }))
      }, GRACE_MS)
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    if (onAbort) signal.removeEventListener('abort', onAbort)
  }
}

/** A throw outside every phase, as a step of the last phase that was reached. */
const defect = (steps: readonly Step[], atSeconds: number, error: unknown): Step => ({
  phase: steps.at(-1)?.phase ?? 'connect',
  atSeconds,
  durationSeconds: 0,
  ok: false,
  fault: { kind: 'bug', code: faultOf(error).code ?? 'unknown' },
})
