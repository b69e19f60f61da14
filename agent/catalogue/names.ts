/** A host as stated, and the facts, to the names that can be probed in its place. */
import { CLOUDS } from './clouds.ts'
import { factsIn, hostsIn, isWildcard, replaceFacts, standsFor, toAscii } from './host.ts'
import type { Representative, Requirement } from './manifest.ts'

/** Values of facts by name. */
export type FactValues = Readonly<Record<string, string>>

/** A name to probe. `certainty` where it stands for a pattern. */
export type ConcreteName = { readonly host: string; readonly certainty?: Representative['certainty'] }

/** The names that stand for a stated host; with none, the facts that would give one, where there are such facts. */
export type Names = { readonly names: readonly ConcreteName[]; readonly missing: readonly string[] }

/** Characters a label may have (RFC 1035, section 2.3.4). */
const LONGEST_LABEL = 63

/** Finds the concrete names for one host of a requirement. */
export const concreteNames = (requirement: Requirement, host: string, facts: FactValues): Names => {
  const candidates = representativesOf(requirement, host)
  const templates: ConcreteName[] = candidates.length > 0 || isWildcard(host) ? candidates : [{ host }]
  const missing = templates.map((template) => missingIn(`${host} ${template.host}`, facts))
  const names = templates
    .filter((_, i) => missing[i]?.length === 0)
    .map((template) => ({ ...template, host: toAscii(fill(template.host, facts)) }))
    .filter((name) => !isWildcard(host) || name.host.endsWith(fill(host.slice(1), facts)))
  return { names, missing: names.length > 0 ? [] : (missing.find(({ length }) => length > 0) ?? []) }
}

/** The representatives that stand for one of the requirement's hosts: none for a plain host beside a wildcard. */
export const representativesOf = ({ hosts, representatives }: Requirement, host: string): Representative[] => {
  if (representatives.length === 0) return []
  const stated = Array.isArray(hosts) ? hosts : CLOUDS.flatMap((cloud) => hostsIn(hosts, cloud))
  if (!isWildcard(host) && stated.some(isWildcard)) return []
  return representatives.filter((representative) => standsFor(representative.host, host))
}

const missingIn = (template: string, facts: FactValues): string[] =>
  factsIn(template).filter((fact) => facts[fact] === undefined)

/** Facts filled in. A workspace's name is cut where its label would be too long, as Azure does. */
const fill = (template: string, facts: FactValues): string => {
  const [label = ''] = template.split('.')
  const excess = replaceFacts(label, (fact) => facts[fact] ?? '').length - LONGEST_LABEL
  const workspaceName = facts['workspaceName'] ?? ''
  const cut = excess > 0 ? workspaceName.slice(0, Math.max(0, workspaceName.length - excess)) : workspaceName
  return replaceFacts(template, (fact) => (fact === 'workspaceName' ? cut : (facts[fact] ?? '')))
}

/** The template with the facts that are known filled in, the others left as they are. */
export const fillKnown = (template: string, facts: FactValues): string =>
  replaceFacts(template, (fact) => facts[fact] ?? `\${${fact}}`)
