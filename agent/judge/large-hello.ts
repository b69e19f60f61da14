/** The experiment `large-hello`: a failure counts only if it repeats, with a small hello that passes in between. */
import { hostPort } from '../endpoint-name.ts'
import type { Answered, Experiment } from '../model.ts'
import { tlsStepOf } from './handshake.ts'
import { experiment } from './questions.ts'

/** Whether the handshake was completed, trusted or not; null where it never began or the run ended first. */
const passes = ({ observations: [observation] }: Answered): boolean | null => {
  const step = tlsStepOf(observation)
  if (step === undefined || (!step.ok && step.fault.kind === 'aborted')) return null
  return step.ok || step.fault.kind === 'certificate'
}

/** All tries of each target, in their order. */
const byTarget = (answered: readonly Answered[]): readonly (readonly [string, readonly Answered[]])[] => {
  const targets = [...new Set(answered.map(({ target }) => hostPort(target)))]
  return targets.map((name) => [name, answered.filter(({ target }) => hostPort(target) === name)])
}

/** `host:port` by whether a ClientHello of two segments passed; a target that may have met a lost packet isn't there. */
export const largeHellosOf = (answered: readonly Answered[]): Map<string, boolean> =>
  new Map(
    byTarget(answered).flatMap(([name, tries]): readonly (readonly [string, boolean])[] => {
      const isLarge = ({ target }: Answered) => target.hello === 'large'
      if (tries.some((one) => isLarge(one) && passes(one) === true)) return [[name, true]]
      const [first, between, again] = tries.map(passes)
      return first === false && between === true && again === false ? [[name, false]] : []
    }),
  )

/** What a failure that was seen once has to be asked next: a small hello, then the large one again. */
export const largeHellosAgain = (answered: readonly Answered[]): Experiment[] =>
  byTarget(answered).flatMap(([, tries]) => {
    const [first, between, again] = tries
    if (first === undefined || passes(first) !== false || again !== undefined) return []
    if (between === undefined) return [experiment('large-hello', 'tls', { ...first.target, hello: 'small' })]
    return passes(between) === true ? [experiment('large-hello', 'tls', first.target)] : []
  })
