import { endpointNamer } from '../endpoint-name.ts'
import type { Finding, Result } from '../model.ts'
import { compare, type Context } from './context.ts'
import { clock } from './findings/clock.ts'
import { deadResolvers, hijack } from './findings/dns.ts'
import { findingOf, type Finder, type Found } from './findings/finding.ts'
import { region, sameCause, serviceTag } from './findings/groups.ts'
import { interception } from './findings/interception.ts'
import { allowList, middlebox } from './findings/middlebox.ts'
import { proxies } from './findings/proxy.ts'
import { sealed } from './findings/sealed.ts'

/** In the order of telling: what explains most comes first. */
const finders: readonly Finder[] = [
  deadResolvers,
  proxies,
  clock,
  interception,
  hijack,
  middlebox,
  region,
  serviceTag,
  allowList,
  sameCause,
]

/**
 * What many endpoints share, told once. A network without a way out is one finding and nothing else; otherwise a result whose
 * cause a finding tells is left out of those that follow.
 */
export const correlate = (results: readonly Result[], context: Context): Finding[] => {
  const nameOf = endpointNamer(results.map(({ endpoint }) => endpoint))
  const all = results.filter(goesOut).toSorted((one, other) => compare(nameOf(one.endpoint), nameOf(other.endpoint)))
  const [nothing] = sealed({ results: all, all, context })
  if (nothing !== undefined) return [findingOf(nothing, nameOf)]
  const found: Found[] = []
  let left: readonly Result[] = all
  for (const find of finders) {
    const more = find({ results: left, all, context })
    found.push(...more)
    const explained = new Set(more.flatMap(explainedBy))
    left = left.filter((result) => !explained.has(result))
  }
  return found.map((one) => findingOf(one, nameOf))
}

/** What comes in takes another way: that it works, or doesn't, says nothing of the way out. */
const goesOut = ({ endpoint: { requirements } }: Result): boolean =>
  requirements.length === 0 || requirements.some(({ direction }) => direction !== 'inbound')

/** A group told as a whole explains its members, whatever the cause of each; else the causes must be the same. */
const explainedBy = ({ cause, results, whole }: Found): readonly Result[] =>
  whole === true ? results : results.filter((result) => result.cause === cause)
