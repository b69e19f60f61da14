import { isIP } from 'node:net'
import { Client, errors } from 'undici'
import { startBudget } from '../../probes/budget.ts'
import { dial } from '../../probes/dial.ts'
import { faultOf } from '../../probes/fault.ts'
import type { Fault, Phase } from '../../probes/observation.ts'
import { StepFault, type Run, type World } from '../../probes/probe.ts'
import type { AzureFailure, Layer } from '../model.ts'
import { errorCode } from './azure-error.ts'

/** A request to Azure. `body` makes it a POST. Its headers and body may hold secrets: nothing of them is ever repeated. */
export type AzureRequest = {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What Azure answered. */
export type AzureAnswer = {
  readonly status: number
  readonly body: string
  /** Of its error document; null where the answer isn't one. */
  readonly code: string | null
  /** Where it sends the client, null: nowhere. May hold a signature. */
  readonly location: string | null
}

/** What asking needs of the run. */
export type AzureContext = {
  readonly world: World
  /** Budget of one request, milliseconds. */
  readonly timeoutMs: number
  /** Ends with the run. */
  readonly signal: AbortSignal
}

const MOST_BYTES = 4_194_304

/**
 * Asks Azure over a connection made as the probes make theirs: same resolver, proxy and trust stores, so a failure has the layer
 * that a probe of the host would find. Sends nothing to a server whose certificate isn't trusted. Never rejects.
 */
export const askAzure = async (request: AzureRequest, context: AzureContext): Promise<AzureAnswer | AzureFailure> => {
  const { url } = request
  const { world } = context
  const budget = startBudget(context.timeoutMs, context.signal)
  const secure = url.protocol === 'https:'
  const port = Number(url.port || (secure ? 443 : 80))
  const proxy = world.proxyFor({ secure, host: url.hostname, port })
  let phase: Phase = 'resolve'
  let refused: Fault | undefined
  const step: Run = async (next, work) => {
    phase = next
    try {
      return await work()
    } catch (error) {
      refused = faultOf(error)
      throw error
    }
  }
  let client: Client | undefined
  try {
    const name = proxy?.host ?? url.hostname
    const address = isIP(name) === 0 ? await firstAddress(name, step, world, budget.signal) : name
    const { socket, proxied } = await dial(
      {
        target: { host: url.hostname, port },
        address,
        proxy,
        step,
        world,
        signal: budget.signal,
        local: () => undefined,
      },
      { tls: secure, alpn: ['http/1.1'], forward: !secure },
    )
    // A probe goes on after a certificate that nobody here trusts; we don't.
    if (refused !== undefined) throw new StepFault(refused)
    phase = 'request'
    client = new Client('http://dialled', {
      // undici hangs when this calls back at once.
      connect: (_options, connected) => {
        process.nextTick(connected, null, socket)
      },
      maxResponseSize: MOST_BYTES,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const answer = await client.request({
      method: request.body === undefined ? 'GET' : 'POST',
      path: proxied === 'forward' ? url.href : url.pathname + url.search,
      headers: {
        host: url.host,
        'user-agent': world.userAgent,
        accept: 'application/json',
        ...(proxied === 'forward' && proxy?.authorization && { 'proxy-authorization': proxy.authorization }),
        ...request.headers,
      },
      body: request.body ?? null,
      signal: budget.signal,
    })
    const body = await answer.body.text()
    const { location } = answer.headers
    return {
      status: answer.statusCode,
      body,
      code: errorCode(body),
      location: typeof location === 'string' ? location : null,
    }
  } catch (error) {
    const ending = budget.ending()
    const fault: Fault = ending === 'timeout' || ending === 'aborted' ? { kind: ending } : faultIn(error)
    return unanswered(url.hostname, proxy === null ? null : proxy.name, phase, fault)
  } finally {
    await client?.destroy().catch(() => undefined)
    budget.end()
  }
}

/** Whether it is a failure, not an answer. */
export const isFailure = (result: object): result is AzureFailure => 'says' in result

const firstAddress = async (name: string, step: Run, world: World, signal: AbortSignal): Promise<string> => {
  const { addresses } = await step('resolve', () => world.resolve(name, signal))
  const [address] = addresses
  if (address === undefined) throw new StepFault({ kind: 'rcode' })
  return address
}

const faultIn = (error: unknown): Fault => {
  if (error instanceof errors.SocketError) return { kind: 'closed' }
  const breach = error instanceof errors.UndiciError || error instanceof errors.HTTPParserError
  return breach ? { kind: 'malformed', code: error.code } : faultOf(error)
}

const LAYERS: Readonly<Record<Phase, Layer>> = {
  resolve: 'dns',
  connect: 'tcp',
  proxy: 'proxy',
  tls: 'tls',
  request: 'http',
  transfer: 'http',
}

const KINDS: Readonly<Record<Fault['kind'], string>> = {
  timeout: 'nothing came within the budget',
  aborted: 'the run ended first',
  errno: 'the system refused',
  closed: 'the connection was closed',
  reset: 'the connection was reset',
  rcode: 'there is no address',
  alert: 'the server sent a TLS alert',
  tls: 'the handshake failed',
  certificate: 'its certificate is not trusted, so nothing was sent',
  refused: 'the request was refused',
  malformed: 'the answer is not what it must be',
  unsupported: 'the settings ask for what connprobe does not speak',
  bug: 'connprobe failed',
}

const unanswered = (host: string, via: string | null, phase: Phase, fault: Fault): AzureFailure => {
  const layer = via !== null && (phase === 'resolve' || phase === 'connect') ? 'proxy' : LAYERS[phase]
  const way = via === null ? '' : ` through ${via}`
  return {
    host,
    layer,
    ...(fault.code !== undefined && { code: fault.code }),
    says: `${host} could not be asked${way}: ${KINDS[fault.kind]} (${layer}${fault.code === undefined ? '' : `, ${fault.code}`})`,
    remedy: `let this machine reach ${host}, or fetch the answer elsewhere and pass it with --dependencies`,
  }
}
