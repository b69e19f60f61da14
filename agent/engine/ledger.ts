import { fullName } from '../endpoint-name.ts'
import type { Endpoint, Evidence, Verdict } from '../model.ts'
import type { Example } from './histogram.ts'
import { standingOf, nextStreak, NO_STREAK, type Streak } from './rhythm.ts'
import type { Turn } from './turn.ts'

/** All that the agent remembers of one endpoint. */
export type Entry = {
  /** Unlike any other's. */
  readonly name: string
  endpoint: Endpoint
  /** What the last turn saw; null before the first. */
  evidence: Evidence | null
  streak: Streak
  /** Turns so far. */
  probes: number
  /** Turns that ended blocked or denied, by cause, and the last of them. */
  readonly failures: Map<string, { readonly count: number; readonly example: Example }>
  /** When a turn ended open last, UTC. */
  lastGood: string | undefined
  /** What was published last, and since when that is so, UTC. */
  published: { readonly verdict: Verdict; readonly since: string } | null
}

/** The endpoints that are watched, by name. */
export type Ledger = {
  readonly entries: ReadonlyMap<string, Entry>
  /** Takes on a list of endpoints. Those that stay keep what is remembered of them; those that are gone are forgotten. */
  readonly adopt: (endpoints: readonly Endpoint[]) => void
  /** Notes a turn; of an endpoint that is gone meanwhile, or is probed otherwise, nothing. */
  readonly note: (turn: Turn, example: Example) => void
}

/** A ledger without endpoints. */
export const createLedger = (): Ledger => {
  const entries = new Map<string, Entry>()
  const adopt = (endpoints: readonly Endpoint[]) => {
    const before = new Map(entries)
    entries.clear()
    for (const endpoint of endpoints) {
      const name = keyOf(endpoint)
      const entry = before.get(name) ?? blank(name, endpoint)
      entry.evidence = isSameProbe(entry.endpoint, endpoint) ? evidenceOf(entry, endpoint) : null
      entry.endpoint = endpoint
      entries.set(name, entry)
    }
  }
  const note = ({ evidence, judgement }: Turn, example: Example) => {
    const entry = entries.get(keyOf(evidence.endpoint))
    if (entry === undefined || !isSameProbe(entry.endpoint, evidence.endpoint)) return
    const { verdict, cause } = judgement
    const standing = standingOf(verdict)
    entry.streak = nextStreak(entry.streak, standing)
    entry.probes++
    if (standing === 'failing' && cause !== null) {
      const count = (entry.failures.get(cause)?.count ?? 0) + 1
      entry.failures.set(cause, { count, example })
    }
    if (verdict === 'open') entry.lastGood = evidence.observations[0]?.startedAt
    const { lastGood, endpoint } = entry
    entry.evidence = { ...evidence, endpoint, ...(lastGood !== undefined && standing !== 'passing' && { lastGood }) }
  }
  return { entries, adopt, note }
}

/** A DNS server is one endpoint by UDP and another by TCP. */
const keyOf = (endpoint: Endpoint): string => `${fullName(endpoint)} ${endpoint.protocol}`

const blank = (name: string, endpoint: Endpoint): Entry => ({
  name,
  endpoint,
  evidence: null,
  streak: NO_STREAK,
  probes: 0,
  failures: new Map(),
  lastGood: undefined,
  published: null,
})

/** What can't be probed needs no turn to be known. */
const evidenceOf = ({ evidence }: Entry, endpoint: Endpoint): Evidence | null => {
  if (endpoint.untestable !== undefined) return { endpoint, observations: [], experiments: [] }
  return evidence === null ? null : { ...evidence, endpoint }
}

/** Whether two descriptions of an endpoint are probed and judged alike, whoever asks for it. */
const isSameProbe = (one: Endpoint, other: Endpoint): boolean =>
  JSON.stringify({ ...one, requirements: [] }) === JSON.stringify({ ...other, requirements: [] })
