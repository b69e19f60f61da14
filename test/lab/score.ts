/** How often a tool was right. Pure. */
import type { Asked } from './manifest.ts'
import type { Claim } from './peers/peer.ts'
import type { Said } from './product.ts'

/** One case and what connprobe said of it; null: nothing. */
export type Outcome = { readonly world: string; readonly asked: Asked; readonly said: Said | null }

/** What a verdict claims about the endpoint; null: nothing. */
export const claimOf = (verdict: string): Claim => {
  if (verdict === 'open' || verdict === 'degraded') return 'works'
  return verdict === 'blocked' || verdict === 'denied' ? 'fails' : null
}

/** What is true of a case; `open` where chance decides between claims: undefined, no tool is judged by it. */
export const truthOf = ({ case: { is } }: Asked): Claim | undefined => {
  const claims = new Set(is.map(({ verdict }) => claimOf(verdict)))
  return claims.size === 1 ? [...claims][0] : undefined
}

export type Grade = 'right' | 'wrong cause' | 'wrong verdict' | 'false open' | 'false blocked' | 'no result'

export const grade = ({ asked, said }: Outcome): Grade => {
  if (said === null) return 'no result'
  const { is, met } = asked.case
  const fits = is.filter(({ verdict }) => verdict === said.verdict)
  if (fits.length === 0) return wrongVerdict(truthOf(asked), claimOf(said.verdict))
  if (met !== undefined && met !== said.met) return 'wrong verdict'
  return fits.some(({ causes }) => causes.includes(said.cause)) ? 'right' : 'wrong cause'
}

const wrongVerdict = (truth: Claim | undefined, claim: Claim): Grade => {
  if (truth !== undefined && claim === 'works' && truth !== 'works') return 'false open'
  if (truth !== undefined && claim === 'fails' && truth !== 'fails') return 'false blocked'
  return 'wrong verdict'
}

/** A tool's marks over all cases that it was asked about. */
export type Marks = { right: number; falseOpen: number; falseBlocked: number; nothing: number }

/** Counts claims against the truth; a claim where the truth is that nobody can know is false. */
export const mark = (pairs: readonly { readonly truth: Claim | undefined; readonly claim: Claim }[]): Marks => {
  const marks = { right: 0, falseOpen: 0, falseBlocked: 0, nothing: 0 }
  for (const { truth, claim } of pairs) {
    if (truth === undefined) continue
    if (claim === truth) marks.right++
    else if (claim === null) marks.nothing++
    else if (claim === 'works') marks.falseOpen++
    else marks.falseBlocked++
  }
  return marks
}
