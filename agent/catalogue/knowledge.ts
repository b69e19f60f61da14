import { parseKnowledge, type Knowledge } from '../judge/knowledge.ts'
import { readBuiltin } from './builtin.ts'

/** What the judge decides by, from the files that ship with connprobe. */
export const readKnowledge = (): Knowledge => parseKnowledge(readBuiltin)
