import type { Clock } from '../../probes/probe.ts'
import { check } from '../engine/check.ts'
import { createLimit } from '../engine/limit.ts'
import { createPace } from '../engine/pace.ts'
import type { Knowledge } from '../judge/knowledge.ts'
import { judgeRun } from '../judge/run.ts'
import type { Judgement, RunEvidence } from '../model.ts'
import { createPki, ZONE, type Case, type Pki } from './case.ts'
import { createClosing } from './closing.ts'
import { bringUp, type Running } from './network.ts'

/** A case and what connprobe made of it. */
export type Outcome = {
  readonly case: Case
  readonly got: Pick<Judgement, 'verdict' | 'cause' | 'confidence' | 'says'>
  /** What that rests on. */
  readonly run: RunEvidence
  readonly right: boolean
}

/** One probe's budget: loopback answers at once, and silence needs no more to be seen. */
const TIMEOUT_MS = 1500
/** Cases at once: most of them wait. */
const AT_ONCE = 12

/**
 * Runs cases against the real engine and judge, each in a network of its own on loopback.
 * @param make the cases, with the certificates that are made for this selftest
 */
export const runCases = (
  make: (pki: Pki) => readonly Case[],
  knowledge: Knowledge,
  clock: Clock,
  signal: AbortSignal,
): Promise<Outcome[]> => {
  const pki = createPki()
  const limit = createLimit(AT_ONCE)
  return Promise.all(make(pki).map((one) => limit(() => runCase(one, pki, knowledge, clock, signal))))
}

const runCase = async (
  one: Case,
  pki: Pki,
  knowledge: Knowledge,
  clock: Clock,
  signal: AbortSignal,
): Promise<Outcome> => {
  const closing = createClosing()
  try {
    const network = { dns: [ZONE], publicRoots: [pki.root.cert], ...one.network }
    const running = await bringUp(network, TIMEOUT_MS, clock, closing)
    const endpoints = one.endpoints.map((endpoint) =>
      endpoint.protocol === 'udp' ? { ...endpoint, port: running.udpPort ?? endpoint.port } : endpoint,
    )
    const local = onLoopback(knowledge, running)
    const run = await check(endpoints, running.machine, running.world, local, {
      timeoutMs: TIMEOUT_MS,
      concurrency: endpoints.length,
      holdMs: null,
      cas: new Map(),
      pace: createPace(null, clock),
      signal,
      nonce: 'selftest',
    })
    const [result] = judgeRun(run, local).results
    if (result === undefined) throw new Error(`${one.name}: no result`)
    const { verdict, cause, confidence, says } = result
    return {
      case: one,
      got: { verdict, cause, confidence, says },
      run,
      right: verdict === one.verdict && cause === one.cause,
    }
  } finally {
    closing.close()
  }
}

/** The same knowledge, but no server beyond this machine is asked by UDP. */
const onLoopback = (knowledge: Knowledge, { machine }: Running): Knowledge => {
  const [resolver = '127.0.0.1:53'] = machine.resolvers
  const [host = '127.0.0.1', port = '53'] = resolver.split(':')
  return {
    ...knowledge,
    experiments: { ...knowledge.experiments, azureDns: resolver, udpControls: [{ host, port: Number(port) }] },
  }
}
