import { request, type IncomingMessage } from 'node:http'
import { isIP, type Socket } from 'node:net'
import { connectStep, type Layer } from './connect.ts'
import { firstBytesOf, keepHeaders } from './evidence.ts'
import { faultOf } from './fault.ts'
import type { ProxyFacts, TlsFacts } from './observation.ts'
import { StepFault, type Job, type Proxy, type Run } from './probe.ts'
import { refusalOf, shakeHandsWith } from './trust.ts'

/** Bytes of a proxy's response head that are read before it is malformed. */
const HEAD_BYTES = 16 * 1024

/** What is read of the page that comes with a refusal: bytes, and milliseconds after its head. */
const PAGE_BYTES = 4096
const PAGE_MS = 300

/** Performs a phase without putting it on record. */
export const offRecord: Run = (_, work) => work()

/**
 * The step `proxy`: TLS to an `https://` proxy, and CONNECT unless the proxy is to forward. What the proxy says is on record, be
 * it yes or no. Credentials go only to a proxy whose certificate is trusted.
 * @returns the layer on which the target speaks
 * @throws StepFault `refused`, `malformed`, `certificate`, or of the connection, with ProxyFacts
 */
export const proxyStep = async (job: Job, proxy: Proxy, below: Layer, forward: boolean): Promise<Layer> => {
  let layer = below
  await job.step('proxy', async () => {
    let facts: ProxyFacts = { proxy: proxy.name, address: job.address }
    if (proxy.secure) ({ layer, facts } = await secure(job, proxy, below, facts))
    return forward ? facts : openTunnel(layer.socket, job, proxy, facts)
  })
  return layer
}

type Secured = { readonly layer: Layer; readonly facts: ProxyFacts }

const secure = async (job: Job, proxy: Proxy, below: Layer, facts: ProxyFacts): Promise<Secured> => {
  const { host } = proxy
  const hello = { sni: isIP(host) === 0 ? host : null, name: host, alpn: [], size: 'small' } as const
  const reconnect = (signal: AbortSignal) => connectStep({ ...job, step: offRecord, local: () => undefined, signal })
  const shaken = await shakeHandsWith(job.world.stores, below, hello, reconnect, job).catch((error: unknown) => {
    const tls = error instanceof StepFault ? (error.facts as TlsFacts | undefined) : undefined
    throw new StepFault(faultOf(error), { ...facts, ...(tls && { tls }) })
  })
  const secured = { layer: shaken.layer, facts: { ...facts, tls: shaken.facts } }
  const refused = refusalOf(shaken.facts)
  if (refused !== null) throw new StepFault(refused, secured.facts)
  return secured
}

/** CONNECT (RFC 9110, section 9.3.6). Bytes after the head of a 2xx answer are the target's, and go back into the socket. */
const openTunnel = (socket: Socket, { target, world }: Job, proxy: Proxy, facts: ProxyFacts): Promise<ProxyFacts> =>
  new Promise((resolve, reject) => {
    const authority = `${isIP(target.host) === 6 ? `[${target.host}]` : target.host}:${target.port}`
    const onAnswer = async ({ statusCode = 0, headers }: IncomingMessage, rest: Buffer) => {
      const answer = { ...facts, status: statusCode, headers: keepHeaders(headers) }
      if (statusCode >= 200 && statusCode < 300) {
        if (rest.length > 0) socket.unshift(rest)
        resolve(answer)
      } else {
        const body = await readPage(socket, rest, Number(headers['content-length'] ?? Infinity))
        reject(new StepFault({ kind: 'refused' }, { ...answer, body }))
      }
    }
    const onError = (error: NodeJS.ErrnoException & { rawPacket?: Buffer }) => {
      const { code, rawPacket = Buffer.alloc(0) } = error
      // HPE_...: what came isn't HTTP, says Node's parser.
      if (code?.startsWith('HPE_') === true)
        reject(new StepFault({ kind: 'malformed', code }, { ...facts, ...firstBytesOf(rawPacket) }))
      else reject(new StepFault(faultOf(error), facts))
    }
    request({
      createConnection: () => socket,
      method: 'CONNECT',
      path: authority,
      maxHeaderSize: HEAD_BYTES,
      setHost: false,
      headers: {
        host: authority,
        'user-agent': world.userAgent,
        connection: 'keep-alive',
        ...(proxy.authorization !== undefined && { 'proxy-authorization': proxy.authorization }),
      },
    })
      .on('connect', (response, _, rest) => void onAnswer(response, rest))
      .on('error', onError)
      .end()
  })

/** The beginning of the page that comes with a refusal: until its length, its end, or a bound is reached. */
const readPage = (socket: Socket, start: Buffer, expected: number): Promise<string> =>
  new Promise((resolve) => {
    const limit = Math.min(expected, PAGE_BYTES)
    let page = start
    const finish = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve(page.subarray(0, limit).toString())
    }
    const timer = setTimeout(finish, PAGE_MS)
    socket.on('close', finish).on('end', finish)
    socket.on('data', (bytes: Buffer) => {
      page = Buffer.concat([page, bytes])
      if (page.length >= limit) finish()
    })
    if (page.length >= limit) finish()
  })
