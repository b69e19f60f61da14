import type { DnsAnswer } from '../../probes/observation.ts'
import type { Answered, RunEvidence } from '../model.ts'
import { observationsOf } from './run-evidence.ts'

/** One DNS server as the whole run saw it. */
export type ResolverView = {
  /** It answered something by UDP, REFUSED included. */
  readonly alive: boolean
  /** It was asked on purpose whether it is there. */
  readonly asked: boolean
  /** What it said to any question, and the names it said it of: to tell a server that says SERVFAIL to everything. */
  readonly rcodes: ReadonlySet<string>
  readonly names: ReadonlySet<string>
  /** Longest silence it cost a lookup, seconds. */
  readonly silentSeconds: number
}

/** Names that can't exist got these addresses from these servers. Empty: none did. */
export type Hijack = { readonly addresses: readonly string[]; readonly servers: readonly string[] }

/** Every question and answer of a run. */
const answersOf = (run: RunEvidence): readonly (DnsAnswer & { purpose: string })[] =>
  observationsOf(run).flatMap(({ observation, of }) =>
    observation.steps.flatMap(({ facts }) =>
      facts !== undefined && 'answers' in facts
        ? facts.answers.map((answer) => ({ ...answer, purpose: 'name' in of ? of.name : 'endpoint' }))
        : [],
    ),
  )

type Gathering = { -readonly [K in keyof ResolverView]: ResolverView[K] } & {
  readonly rcodes: Set<string>
  readonly names: Set<string>
}

export const resolversOf = (run: RunEvidence): Map<string, ResolverView> => {
  const views = new Map<string, Gathering>()
  for (const { server, transport, name, rcode, fault, durationSeconds, purpose } of answersOf(run)) {
    const view = views.get(server) ?? {
      alive: false,
      asked: false,
      rcodes: new Set(),
      names: new Set(),
      silentSeconds: 0,
    }
    views.set(server, view)
    view.alive ||= transport === 'udp' && rcode !== undefined
    view.asked ||= purpose === 'resolver-alive'
    if (rcode !== undefined) {
      view.rcodes.add(rcode)
      view.names.add(name)
    }
    if (fault?.kind === 'timeout' && purpose === 'endpoint')
      view.silentSeconds = Math.max(view.silentSeconds, durationSeconds)
  }
  return views
}

export const hijackOf = (answered: readonly Answered[]): Hijack => {
  const lies = answered.flatMap(({ observations }) =>
    observations.flatMap(({ steps }) =>
      steps.flatMap(({ facts }) =>
        facts !== undefined && 'answers' in facts ? facts.answers.filter(({ addresses }) => addresses.length > 0) : [],
      ),
    ),
  )
  return {
    addresses: [...new Set(lies.flatMap(({ addresses }) => addresses))].toSorted(),
    servers: [...new Set(lies.map(({ server }) => server))].toSorted(),
  }
}
