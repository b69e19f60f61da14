/** Endpoints that several requirements ask for, each once. */
import type { Endpoint, RequirementRef } from '../model.ts'

/**
 * Joins endpoints that are probed alike, in order of their first mention. What one requirement makes testable is tested, for
 * the requirements that make it so. Endpoints of the same name in reports (host, port, protocol, probe) that differ otherwise
 * get a `check` that tells them apart.
 */
export const mergeEndpoints = (endpoints: readonly Endpoint[]): Endpoint[] => {
  const merged = new Map<string, Endpoint>()
  for (const endpoint of endpoints) {
    const known = merged.get(likeness(endpoint))
    merged.set(likeness(endpoint), known === undefined ? endpoint : join(known, endpoint))
  }
  return nameApart([...merged.values()])
}

const join = (known: Endpoint, next: Endpoint): Endpoint => {
  if (known.untestable !== undefined && next.untestable === undefined) return next
  if (known.untestable === undefined && next.untestable !== undefined) return known
  return { ...known, requirements: distinct([...known.requirements, ...next.requirements]) }
}

const distinct = (refs: readonly RequirementRef[]): RequirementRef[] => [
  ...new Map(refs.map((ref) => [JSON.stringify([ref.manifest, ref.id, ref.host]), ref])).values(),
]

const nameApart = (endpoints: readonly Endpoint[]): Endpoint[] => {
  const namesakes = new Map<string, Endpoint[]>()
  for (const endpoint of endpoints) {
    const name = nameOf(endpoint)
    namesakes.set(name, [...(namesakes.get(name) ?? []), endpoint])
  }
  return endpoints.map((endpoint) => {
    const alike = namesakes.get(nameOf(endpoint)) ?? []
    return alike.length < 2 ? endpoint : { ...endpoint, check: checkOf(endpoint, alike) }
  })
}

/** The requirement's id, with its manifest's name where another namesake has the same id. */
const checkOf = ({ requirements: [ref] }: Endpoint, namesakes: readonly Endpoint[]): string => {
  if (ref === undefined) return ''
  const sameId = namesakes.filter(({ requirements }) => requirements[0]?.id === ref.id)
  return sameId.length > 1 ? `${ref.manifest}/${ref.id}` : ref.id
}

const nameOf = ({ host, port, protocol, probe }: Endpoint): string => JSON.stringify([host, port, protocol, probe])

const likeness = (endpoint: Endpoint): string =>
  JSON.stringify([nameOf(endpoint), endpoint.path, endpoint.tls, endpoint.sni, endpoint.expect])
