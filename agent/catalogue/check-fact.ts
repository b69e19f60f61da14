import { didYouMean } from '../did-you-mean.ts'
import { FACT_NAMES, FACTS, isFactName, type FactName } from './facts.ts'

/** What is wrong with a fact that the user gave; null: nothing. The value isn't repeated, it may be anything. */
export const factProblem = (name: string, value: string): string | null => {
  if (!isFactName(name)) return `no fact is called '${name}'${didYouMean(name, FACT_NAMES)}`
  return fits(name, value) ? null : `${name}: the value is not of the kind that is due: ${FACTS[name].says}`
}

/** Whether the value is one that the fact may have. */
export const fits = (name: FactName, value: string): boolean => FACTS[name].pattern.test(value)
