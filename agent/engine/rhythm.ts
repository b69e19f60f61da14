/** When an endpoint's turn comes: pure arithmetic on milliseconds of a clock that never jumps. */
import type { Verdict } from '../model.ts'

/** How often endpoints are probed, milliseconds. `failingMs` ≤ `intervalMs` ≤ `stableMs`. */
export type Rhythm = { readonly intervalMs: number; readonly failingMs: number; readonly stableMs: number }

/** What a verdict means for the rhythm. */
export type Standing = 'passing' | 'failing' | 'unknown'

/** For how many turns in a row an endpoint has stood as it does. */
export type Streak = { readonly standing: Standing; readonly turns: number }

/** Turns at the faster pace after a failure begins: by then somebody looks, or nobody will soon. */
const FAILING_TURNS = 10
/** Turns in a row after which an endpoint that passes is probed half as often, and once more after as many again. */
const STABLE_TURNS = 60

/** Before the first turn. */
export const NO_STREAK: Streak = { standing: 'unknown', turns: 0 }

/** Works, doesn't, or can't be told. */
export const standingOf = (verdict: Verdict): Standing => {
  if (verdict === 'open' || verdict === 'degraded') return 'passing'
  return verdict === 'blocked' || verdict === 'denied' ? 'failing' : 'unknown'
}

/** The streak after one more turn. */
export const nextStreak = (streak: Streak, standing: Standing): Streak => ({
  standing,
  turns: standing === streak.standing ? streak.turns + 1 : 1,
})

/** From one turn to the next: shorter for a while after a failure begins, longer the longer all is well. */
export const periodOf = ({ standing, turns }: Streak, { intervalMs, failingMs, stableMs }: Rhythm): number => {
  if (standing === 'failing') return turns <= FAILING_TURNS ? failingMs : intervalMs
  if (standing === 'unknown') return intervalMs
  return Math.min(stableMs, intervalMs * 2 ** Math.floor(turns / STABLE_TURNS))
}

/** Where in its period an endpoint's turns lie, from 0 to 1: from its name alone (FNV-1a), so that starts are spread evenly. */
export const placeOf = (name: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  // FNV's high bits hardly differ between names that differ only at the end.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32
}

/**
 * The next turn: on a grid of the period that only name and period decide, so it never drifts, and turns that were missed are
 * never made up for. It leaves half a period after the last one, where the period has changed.
 * @param last when the last turn was due; null: there was none, or it was missed
 */
export const nextDue = (name: string, periodMs: number, now: number, last: number | null): number => {
  const first = placeOf(name) * periodMs
  const earliest = last === null ? now : Math.max(now, last + periodMs / 2)
  return first + Math.ceil((earliest - first) / periodMs) * periodMs
}
