/** What a client takes, by its headers (RFC 9110, sections 12.5.1 and 12.5.3). */
import type { Exposition } from '../report/text/exposition.ts'

/** How much of a header is looked at. */
const MOST_CHARACTERS = 1000

/** OpenMetrics for those who name it and like nothing of Prometheus' classic text better. */
export const expositionFor = (accept: string | undefined): Exposition => {
  const weights = weightsOf(accept)
  const openmetrics = weights.get('application/openmetrics-text') ?? 0
  return openmetrics > 0 && openmetrics >= (weights.get('text/plain') ?? 0) ? 'openmetrics' : 'classic'
}

/** Whether the body may be compressed with gzip. */
export const takesGzip = (acceptEncoding: string | undefined): boolean => {
  const weights = weightsOf(acceptEncoding)
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0
}

/** The best weight of each range that a header names; parameters other than `q` don't matter here. */
const weightsOf = (header = ''): Map<string, number> => {
  const weights = new Map<string, number>()
  for (const range of header.slice(0, MOST_CHARACTERS).toLowerCase().split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    const weight = quality === undefined ? 1 : Number(quality.slice(2))
    weights.set(name, Math.max(weights.get(name) ?? 0, Number.isFinite(weight) ? weight : 0))
  }
  return weights
}
