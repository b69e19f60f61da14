import { causes } from './causes.ts'
import type { Combined } from './combine.ts'
import type { Context } from './context.ts'
import type { Candidate } from './rule.ts'

/** Failures that a guessed name or an unpromised port explains as well as a filter does; a proxy's gateway error tells of them all. */
const UNPROVEN = new Set(['dns-nxdomain', 'dns-nodata', 'tcp-timeout', 'tcp-refused', 'proxy-bad-gateway'])

/**
 * Where nothing shows that there should be an answer, a failure isn't a block: a representative that is a guess, or a port that
 * nobody promises while 443 of the same address is open.
 */
export const withoutProofOfListener = (combined: Combined, context: Context): Combined => {
  const [first] = combined.candidates
  if (first === undefined || !UNPROVEN.has(first.cause)) return combined
  const { evidence, observation } = combined.from.view
  const { requirements, host, port } = evidence.endpoint
  const isGuess = requirements.length > 0 && requirements.every(({ certainty }) => certainty === 'guess')
  const isUnpromised =
    first.cause.startsWith('tcp') &&
    requirements.length > 0 &&
    requirements.every(({ listener }) => listener === 'unproven') &&
    context.openAt.has(`${observation.address ?? ''} 443`)
  if (!isGuess && !isUnpromised) return combined
  const candidate: Candidate = {
    cause: 'no-proof-of-listener',
    confidence: 'proven',
    layer: causes[first.cause].layer ?? 'tcp',
    says: `${first.says.replace(/\.$/, '')}, but ${isGuess ? `${host} is only a guess for the names that are required` : `nothing promises a listener on port ${port}, and 443 of the same address is open`}.`,
  }
  return { ...combined, candidates: [candidate, ...combined.candidates] }
}
