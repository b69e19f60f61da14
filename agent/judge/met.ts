import type { Endpoint, Judgement } from '../model.ts'
import type { CauseCode } from './causes.ts'
import { isRepeated } from './second-look.ts'
import { tlsOf, type View } from './view.ts'

/** Layers at which a denial is one of the network and not the absence of a name. */
const DENIALS = new Set(['tcp', 'tls', 'http'])
/** Answers of somebody who stands in the way, whatever came before them. */
const ANSWERS = new Set<CauseCode>(['http-firewall-deny', 'http-block-page', 'http-captive-portal'])

/** A peer that showed a certificate was reached: one that a client may well accept, if it has to. */
const isReached = (view: View): boolean => (tlsOf(view)?.chain.length ?? 0) > 0 && view.failure?.phase !== 'tls'

/**
 * Whether the requirement is met; null where that isn't known. That something must not be reachable is met only by a denial
 * that was seen to repeat (silence by the repetitions of the request), and not by a fault of DNS or of this machine, nor by a
 * certificate that is wrong: whoever takes data out doesn't mind.
 * @param view where the judgement's cause was seen
 */
export const isMet = (
  endpoint: Endpoint,
  { verdict, cause, layer, confidence }: Judgement,
  view: View | null,
): boolean | null => {
  const works = verdict === 'open' || verdict === 'degraded'
  if (endpoint.expect.reachable !== false)
    return works ? true : verdict === 'blocked' || verdict === 'denied' ? false : null
  if (works) return false
  if (verdict !== 'blocked' || view === null || !DENIALS.has(layer ?? '')) return null
  if (isReached(view) && !ANSWERS.has(cause as CauseCode)) return null
  const repeated = cause === 'tcp-timeout' ? confidence === 'proven' : isRepeated(view)
  return repeated ? true : null
}
