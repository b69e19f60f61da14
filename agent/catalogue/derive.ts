/** Endpoints that evidence names: found only once others have been seen. All are optional but what proves a required row. */
import type { Endpoint, Evidence, RequirementRef } from '../model.ts'
import { hostProblem, isWildcard } from './host.ts'
import type { ImageLayer } from './image-layers.ts'

/** In a manifest's place: no manifest states it. */
const DERIVED = 'derived'

/**
 * The hosts that the certificates of an endpoint name for OCSP, CRLs and issuers, by plain HTTP as named. Only of chains that this
 * machine trusts: anyone can write any address into others.
 */
export const namedByChain = ({ endpoint, observations }: Evidence): Endpoint[] => {
  const urls = observations.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.phase === 'tls' && step.ok ? step.facts.chain.flatMap((one) => one.urls) : [])),
  )
  const byName = new Map(urls.flatMap(plainHttp).map((url) => [url.host, url]))
  return [...byName.values()].map(({ hostname, port, pathname }) => ({
    host: hostname,
    port: Number(port || 80),
    protocol: 'tcp',
    probe: 'http',
    ...(pathname !== '/' && { path: pathname }),
    expect: {},
    requirements: [
      optional(
        'certificate-urls',
        `OCSP, revocation lists and issuers' certificates, as the certificates of ${endpoint.host} name them`,
        hostname,
      ),
    ],
  }))
}

/**
 * The data host that a registry's redirect named, for the row that states it as a pattern. A host that the pattern doesn't
 * hold is optional: no row asks for it.
 * @param row what states the data hosts
 * @param path as it may be on record: without its query, which is a signature
 */
export const dataHost = (layer: ImageLayer, row: RequirementRef, url: URL): Endpoint => ({
  host: url.hostname,
  port: Number(url.port || 443),
  protocol: 'tcp',
  probe: 'https',
  path: url.pathname,
  expect: {},
  requirements: [
    isUnder(url.hostname, layer.dataHosts)
      ? { ...row, certainty: 'documented' }
      : optional('image-layers', `Where ${layer.registry} sends its clients for layers`, url.hostname),
  ],
})

/** Whether a wildcard holds a name. */
export const isUnder = (host: string, pattern: string): boolean => host.endsWith(pattern.slice(1))

const optional = (id: string, purpose: string, host: string): RequirementRef => ({
  manifest: DERIVED,
  id,
  purpose,
  host,
  required: false,
  direction: 'outbound',
})

const plainHttp = (text: string): URL[] => {
  if (!URL.canParse(text)) return []
  const url = new URL(text)
  return url.protocol === 'http:' && hostProblem(url.hostname) === null && !isWildcard(url.hostname) ? [url] : []
}
