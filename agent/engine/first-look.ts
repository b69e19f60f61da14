import { dataHost, isUnder, namedByChain } from '../catalogue/derive.ts'
import type { ImageLayer } from '../catalogue/image-layers.ts'
import type { Endpoint, Evidence, RequirementRef } from '../model.ts'
import type { Followed } from './follow-layer.ts'

/** Endpoints that certificates name, at most. */
const MOST_NAMED = 24

/** How a run looks at endpoints. */
export type Looks = {
  /**
   * Probes an endpoint.
   * @param path what is asked for instead of the endpoint's own path, where that isn't for the record
   */
  readonly look: (endpoint: Endpoint, path?: string) => Promise<Evidence>
  /** Layers that show data hosts, and how they are followed. */
  readonly layers: readonly ImageLayer[]
  readonly follow: (layer: ImageLayer) => Promise<Followed>
}

/**
 * The first look at every endpoint, and at those that what is seen names: the hosts in certificates, and the data host of
 * a registry. Evidence of the endpoints comes in their order, that of further ones after it, by name.
 */
export const firstLook = async (endpoints: readonly Endpoint[], looks: Looks): Promise<Evidence[]> => {
  const known = new Set(endpoints.map(nameOf))
  const further: Promise<Evidence>[] = []
  let named = 0
  const lookFurther = (endpoint: Endpoint, path?: string) => {
    known.add(nameOf(endpoint))
    further.push(looks.look(endpoint, path))
  }
  const followChain = (evidence: Evidence) => {
    for (const endpoint of namedByChain(evidence))
      if (!known.has(nameOf(endpoint)) && named++ < MOST_NAMED) lookFurther(endpoint)
  }
  /** Returns remarks on the registry. */
  const followRegistry = async (evidence: Evidence): Promise<string[]> => {
    const layer = looks.layers.find(({ registry }) => registry === evidence.endpoint.host)
    const row = layer && rowOf(layer, endpoints)
    if (layer === undefined || row === undefined || !hasAnswered(evidence)) return []
    const followed = await looks.follow(layer)
    if ('says' in followed) return [followed.says]
    const { url } = followed
    const found = dataHost(layer, row, url)
    lookFurther(known.has(nameOf(found)) ? { ...found, check: 'image-layer' } : found, url.pathname + url.search)
    const isStated = isUnder(url.hostname, layer.dataHosts)
    return [
      `${layer.registry} sends its clients to ${url.hostname} for layers${isStated ? '' : `, which is not under ${layer.dataHosts}: a rule for that does not let it through`}.`,
    ]
  }
  const looked = await Promise.all(
    endpoints.map(async (endpoint) => {
      const evidence = await looks.look(endpoint)
      followChain(evidence)
      const remarks = await followRegistry(evidence)
      return remarks.length === 0 ? evidence : { ...evidence, remarks }
    }),
  )
  const seen = await Promise.all(further)
  return [...looked, ...seen.toSorted((one, other) => (nameOf(one.endpoint) < nameOf(other.endpoint) ? -1 : 1))]
}

const nameOf = ({ host, port, protocol, probe }: Endpoint): string => JSON.stringify([host, port, protocol, probe])

/** The row of this run that states a registry's data hosts, and is due from here. */
const rowOf = ({ dataHosts }: ImageLayer, endpoints: readonly Endpoint[]): RequirementRef | undefined =>
  endpoints
    .filter(({ untestable }) => untestable?.cause !== 'wrong-vantage')
    .flatMap(({ requirements }) => requirements)
    .find(({ host }) => host === dataHosts)

const hasAnswered = ({ endpoint: { probe }, observations }: Evidence): boolean =>
  probe === 'https' && observations.some(({ steps }) => steps.some(({ phase, ok }) => phase === 'request' && ok))
