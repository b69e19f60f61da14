import type { Clock } from '../../probes/probe.ts'
import { nextDue } from './rhythm.ts'

/** A turn that begins later than this was missed: the process stood still, and all turns that were due would begin at once. */
const MISSED_MS = 1000

export type ScheduleOptions = {
  readonly clock: Clock
  /** Asked whenever a turn is planned, milliseconds. */
  readonly periodOf: (name: string) => number
  /** One turn; never rejects. The next is planned when it is over: turns of one name never overlap. */
  readonly turn: (name: string) => Promise<void>
}

/** Turns by name, each at its own pace. */
export type Schedule = {
  /** Who takes turns from now on. Those that stay keep their place, and get their new period where it has changed. */
  readonly set: (names: Iterable<string>) => void
}

/** `last`: when the last turn was due; null: none was taken yet. `timer`: absent while a turn is taken. */
type Entry = { last: number | null; timer?: NodeJS.Timeout | undefined }

/** A schedule of nobody yet. */
export const createSchedule = ({ clock, periodOf, turn }: ScheduleOptions): Schedule => {
  const entries = new Map<string, Entry>()
  const plan = (name: string, entry: Entry) => {
    const now = clock.monotonic()
    const due = nextDue(name, periodOf(name), now, entry.last)
    entry.timer = setTimeout(() => void take(name, entry, due), due - now)
  }
  const take = async (name: string, entry: Entry, due: number) => {
    entry.timer = undefined
    const missed = clock.monotonic() - due > MISSED_MS
    entry.last = missed ? null : due
    if (!missed) await turn(name)
    if (entries.get(name) === entry) plan(name, entry)
  }
  const set = (names: Iterable<string>) => {
    const wanted = new Set(names)
    for (const [name, entry] of entries) {
      const isTaking = entry.timer === undefined
      clearTimeout(entry.timer)
      if (!wanted.has(name)) entries.delete(name)
      else if (!isTaking) plan(name, entry)
    }
    for (const name of wanted) {
      if (entries.has(name)) continue
      const entry: Entry = { last: null }
      entries.set(name, entry)
      plan(name, entry)
    }
  }
  return { set }
}
