import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, Server as HttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { UsageError } from '../usage-error.ts'
import { takesGzip } from './accept.ts'
import { plain, type Answer } from './answer.ts'
import { createCaller } from './caller.ts'
import { boundConnections } from './connections.ts'
import type { ListenAddress } from './listen.ts'
import type { Route } from './routes.ts'
import type { WebConfig } from './web-config.ts'

/** Bounds of a request: nothing that is asked of us is large or slow. Milliseconds and bytes. */
const BOUNDS = {
  maxHeaderSize: 16_384,
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 1000,
}
/** A connection on which nothing moves for so long is closed, milliseconds. */
const IDLE_MS = 90_000
/** Answers under way may take so long once the server closes, milliseconds. */
const CLOSE_MS = 1000
/** Below that, compression saves nothing. */
const LEAST_COMPRESSED = 1024

const HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** The agent's HTTP server. */
export type Server = {
  readonly url: string
  /** Takes on new users, certificates and headers; whether there is TLS at all stays. */
  readonly configure: (web: WebConfig) => void
  /** Answers what it has begun to, then closes everything. */
  readonly close: () => Promise<void>
}

/**
 * Starts to serve.
 * @throws UsageError when it can't listen there
 */
export const startServer = async (
  { host, port }: ListenAddress,
  first: WebConfig,
  routes: ReadonlyMap<string, Route>,
  onDefect: (error: unknown) => void,
): Promise<Server> => {
  let web = first
  let caller = createCaller(web)
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    answerTo(request, routes, caller)
      .catch((error: unknown) => {
        onDefect(error)
        return plain(500, 'connprobe failed to answer; its log says why.')
      })
      .then((answer) => send(request, response, answer, web.headers))
      .catch(onDefect)
  }
  const server: HttpServer | HttpsServer =
    web.tls === null
      ? createServer(BOUNDS, listener)
      : createTlsServer({ ...BOUNDS, ...web.tls, ...clientCertificates(web.tls) }, listener)
  server.timeout = IDLE_MS
  boundConnections(server)
  await listen(server, host, port)
  const address = server.address() as AddressInfo
  const shown = host ?? (address.family === 'IPv6' ? '::' : '0.0.0.0')
  return {
    url: `${web.tls === null ? 'http' : 'https'}://${shown.includes(':') ? `[${shown}]` : shown}:${address.port}`,
    configure: (next) => {
      web = next
      caller = createCaller(web)
      if (server instanceof HttpsServer && web.tls !== null) server.setSecureContext(web.tls)
    },
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), CLOSE_MS)
        server.close(() => {
          clearTimeout(timer)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

const clientCertificates = ({ clientAuth }: NonNullable<WebConfig['tls']>) => ({
  requestCert: clientAuth !== 'NoClientCert',
  rejectUnauthorized: clientAuth === 'RequireAndVerifyClientCert',
})

const listen = (server: HttpServer | HttpsServer, host: string | undefined, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new UsageError([
          `--listen: can't listen at ${host ?? ''}:${port} (${error.code ?? 'unknown error'}); name another`,
        ]),
      )
    })
    server.listen({ port, ...(host !== undefined && { host }) }, resolve)
  })

const answerTo = async (
  request: IncomingMessage,
  routes: ReadonlyMap<string, Route>,
  caller: ReturnType<typeof createCaller>,
): Promise<Answer> => {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2)
  const route = routes.get(path)
  if (route?.isOpen !== true) {
    const refusal = await caller.refuse(request)
    if (refusal !== null) return refusal
  }
  if (route === undefined) return plain(404, 'There is nothing here.')
  const methods = route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]
  if (!methods.includes(request.method ?? '')) return plain(405, `Use ${methods[0]}.`, { Allow: methods.join(', ') })
  if (hasBody(request)) return plain(413, 'Nothing here takes a body.', { Connection: 'close' })
  return route.answer({
    query: new URLSearchParams(query),
    accept: request.headers.accept,
    isTrusted: caller.isTrusted(request),
  })
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const send = async (
  request: IncomingMessage,
  response: ServerResponse,
  { status, document, headers }: Answer,
  configured: WebConfig['headers'],
): Promise<void> => {
  const isCompressed =
    document.text.length >= LEAST_COMPRESSED && takesGzip(request.headers['accept-encoding']?.toString())
  const body = isCompressed ? await document.compressed() : Buffer.from(document.text)
  response.writeHead(status, {
    ...HEADERS,
    ...configured,
    'Content-Type': document.type,
    'Content-Length': body.length,
    Vary: 'Accept, Accept-Encoding',
    ...(isCompressed && { 'Content-Encoding': 'gzip' }),
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
