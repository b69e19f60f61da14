import type { Confidence, Experiment, Layer, Verdict } from '../model.ts'
import type { RemedyFacts } from './cause.ts'
import type { CauseCode } from './causes.ts'
import type { View } from './view.ts'

/** What a rule makes of an observation. */
export type Candidate = {
  readonly cause: CauseCode
  /** Where it isn't the cause's usual one. */
  readonly verdict?: Verdict
  /** Where it isn't the cause's usual one. */
  readonly layer?: Layer
  readonly confidence: Confidence
  /** One sentence: what happened and how we know. */
  readonly says: string
  /** What the remedy names beside the endpoint. */
  readonly remedy?: Pick<RemedyFacts, 'who' | 'besides'>
  /** A second try may succeed: ask for one before ruling. */
  readonly confirm?: true
  /** Experiments that would settle it. */
  readonly wants?: readonly Experiment[]
}

/** A pure function of one observation and what is known beside it; null where the rule doesn't apply. */
export type Rule = { readonly name: string; readonly judge: (view: View) => Candidate | null }

/** Rules of which at most one applies: the first that does. */
export type RuleGroup = readonly Rule[]
