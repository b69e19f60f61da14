import type { Endpoint, Judgement } from '../model.ts'
import { isRepeated } from './second-look.ts'
import type { View } from './view.ts'

/** Layers at which a denial is one of the network and not the absence of a name. */
const DENIALS = new Set(['tcp', 'tls', 'http'])

/**
 * Whether the requirement is met; null where that isn't known. That something must not be reachable is met only by a denial
 * that was seen to repeat (silence by the repetitions of the request), and not by a fault of DNS or of this machine.
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
  const repeated = cause === 'tcp-timeout' ? confidence === 'proven' : isRepeated(view)
  return repeated ? true : null
}
