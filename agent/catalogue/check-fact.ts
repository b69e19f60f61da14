import { didYouMean } from '../did-you-mean.ts'
import { FACT_NAMES, FACTS, isFactName, type FactName } from './facts.ts'

/** What is wrong with a fact that the user gave; null: nothing. The value isn't repeated, it may be anything. */
export const factProblem = (name: string, value: unknown): string | null => {
  if (!isFactName(name)) return `there is no such fact${didYouMean(name, FACT_NAMES)}`
  if (typeof value !== 'string' && typeof value !== 'boolean') return 'the value must be a text: put a number in quotes'
  return fits(name, String(value)) ? null : `the value is not what is due: ${FACTS[name].says}`
}

/** Whether the value is one that the fact may have. */
export const fits = (name: FactName, value: string): boolean => FACTS[name].pattern.test(value)
