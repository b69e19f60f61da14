/** Every path that the agent serves. */
import { hostPort } from '../endpoint-name.ts'
import type { Watch } from '../engine/watch.ts'
import { written } from '../report/text/exposition.ts'
import { expositionFor } from './accept.ts'
import { plain, type Answer } from './answer.ts'
import { blackboxSeries } from './blackbox.ts'
import { createDocument, type Document } from './document.ts'
import type { Metrics } from './metrics.ts'
import type { Pages } from './pages.ts'

/** What a route is told of a request. Nothing else of it matters. */
type Call = {
  readonly query: URLSearchParams
  readonly accept: string | undefined
  /** The caller is on this machine, or has proven who they are. */
  readonly isTrusted: boolean
}

export type Route = {
  readonly method: 'GET' | 'POST'
  /** Answers without credentials too: it tells nothing of the network. */
  readonly isOpen?: true
  readonly answer: (call: Call) => Answer | Promise<Answer>
}

/** What is served. */
export type Shown = {
  readonly metrics: Metrics
  readonly pages: Pages
  readonly watch: Pick<Watch, 'endpoints' | 'probe'>
  /** Configuration loaded and the first round done. */
  readonly isReady: () => boolean
  /** Reads the configuration again; what is wrong with it, empty when it is in use. */
  readonly reload: () => Promise<readonly string[]>
}

/** Routes by path. */
export const createRoutes = ({ metrics, pages, watch, isReady, reload }: Shown): ReadonlyMap<string, Route> => {
  const healthy: Route = { method: 'GET', isOpen: true, answer: () => plain(200, 'connprobe is healthy') }
  const ready: Route = {
    method: 'GET',
    isOpen: true,
    answer: () => (isReady() ? plain(200, 'connprobe is ready') : plain(503, 'the first round is under way')),
  }
  return new Map<string, Route>([
    ['/', { method: 'GET', answer: ({ isTrusted }) => latest(pages.page(isTrusted)) }],
    ['/metrics', { method: 'GET', answer: ({ accept }) => found(metrics.document(expositionFor(accept))) }],
    ['/probe', { method: 'GET', answer: ({ query }) => probeNow(query, watch) }],
    ['/api/v1/report', { method: 'GET', answer: () => latest(pages.report()) }],
    ['/-/healthy', healthy],
    ['/healthz', healthy],
    ['/-/ready', ready],
    ['/readyz', ready],
    ['/-/reload', { method: 'POST', answer: ({ isTrusted }) => reloadFor(isTrusted, reload) }],
  ])
}

const found = (document: Document): Answer => ({ status: 200, document })

const latest = (document: Document | null): Answer =>
  document === null
    ? plain(503, 'There is no report yet: the first round is under way.', { 'Retry-After': '5' })
    : found(document)

const reloadFor = async (isTrusted: boolean, reload: Shown['reload']): Promise<Answer> => {
  if (!isTrusted) return plain(403, 'Only from this machine, or with credentials.')
  const problems = await reload()
  return problems.length === 0 ? plain(200, 'The configuration is in use.') : plain(500, problems.join('\n'))
}

/** `/probe`: one endpoint of the loaded manifests, now, in the blackbox exporter's words. There is no other target. */
const probeNow = async (query: URLSearchParams, watch: Shown['watch']): Promise<Answer> => {
  const target = query.get('target')?.toLowerCase()
  const module = query.get('module')
  const endpoint = watch
    .endpoints()
    .find((one) => hostPort(one).toLowerCase() === target && (module === null || one.probe === module))
  if (endpoint?.untestable !== undefined || endpoint === undefined)
    return plain(403, 'Not an endpoint of the loaded manifests: target=HOST:PORT and module=PROBE must name one.')
  const turn = await watch.probe(endpoint)
  if (turn === null)
    return plain(429, 'The connections of this second are spoken for (--rate).', { 'Retry-After': '1' })
  const text = blackboxSeries(turn).map((series) => written(series, 'classic'))
  return found(createDocument('text/plain; version=0.0.4; charset=utf-8', text.join('')))
}
