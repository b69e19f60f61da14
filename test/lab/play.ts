/** One world from beginning to end. */
import { bringUp, type Running } from './bring-up.ts'
import { asked, type Asked } from './manifest.ts'
import type { Claim, Peer } from './peers/peer.ts'
import type { Pki } from './pki.ts'
import { runProduct, type Report } from './product.ts'
import type { Outcome } from './score.ts'
import type { World } from './world.ts'

export type Played = {
  readonly world: World
  /** Why it didn't run. */
  readonly skipped?: string
  readonly outcomes: readonly Outcome[]
  /** What each peer claimed, by its name and the requirement's id. */
  readonly claims: ReadonlyMap<string, ReadonlyMap<string, Claim>>
  /** What went wrong beside the cases: no report, a finding that is missing. */
  readonly notes: readonly string[]
}

/** Plays a world; it is gone when this returns. */
export const play = async (world: World, pki: Pki, dir: string, peers: readonly Peer[]): Promise<Played> => {
  const cases = asked(world)
  let running: Running
  try {
    running = await bringUp(world, pki, dir)
  } catch (error) {
    return { world, outcomes: outcomes(world, cases, new Map()), claims: new Map(), notes: [String(error)] }
  }
  try {
    const { reports, notes } = await runAll(running, cases)
    const claims = new Map(
      await Promise.all(peers.map(async (peer) => [peer.name, await peer.ask(running, cases)] as const)),
    )
    return { world, outcomes: outcomes(world, cases, reports), claims, notes: [...notes, ...running.deaths] }
  } finally {
    running.network.stop()
  }
}

const outcomes = (world: World, cases: readonly Asked[], reports: ReadonlyMap<string, Report>): readonly Outcome[] =>
  cases.map((asked) => ({
    world: world.name,
    asked,
    said: reports.get(asked.id)?.byRequirement.get(asked.id) ?? null,
  }))

/** The cases that belong together in one run, then those that want one of their own. */
const runAll = async (running: Running, cases: readonly Asked[]) => {
  const together = cases.filter((asked) => asked.case.alone !== true)
  const groups = [together, ...cases.filter((asked) => asked.case.alone === true).map((asked) => [asked])]
  const reports = new Map<string, Report>()
  const notes: string[] = []
  for (const [index, group] of groups.filter((group) => group.length > 0).entries()) {
    try {
      const report = await runProduct(running, group, `run-${index}`)
      group.forEach(({ id }) => reports.set(id, report))
      if (group === together)
        for (const cause of running.world.findings ?? [])
          if (!report.findings.includes(cause)) notes.push(`no finding ${cause}`)
    } catch (error) {
      notes.push(String(error))
    }
  }
  return { reports, notes }
}
