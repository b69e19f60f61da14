import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { faultOf } from '../../probes/fault.ts'
import { parseRange } from '../catalogue/ports.ts'
import { createWorld } from '../engine/world.ts'
import type { Io } from '../io.ts'
import { optionReader, type RawOptions } from '../options.ts'
import { answerDialBack } from '../respond/dial-back.ts'
import { DIAL_BACK_PORT } from '../respond/protocol.ts'
import { createRateLimit } from '../respond/rate-limit.ts'
import { answerUdp, greetTcp, type Service } from '../respond/service.ts'
import { parseListen, type ListenAddress } from '../serve/listen.ts'
import { UsageError } from '../usage-error.ts'

/** What is answered within a second at most: one address may ask for every port of a check, nobody for a flood. */
const RATE = { each: 50, all: 500 }
/** Ports to answer on, at most. */
const MOST_PORTS = 256

type Wanted = { readonly tcp: readonly number[]; readonly udp: readonly number[]; readonly control: ListenAddress }

/** `connprobe respond`: answers on TCP and UDP ports, and dials machines back that ask for it, until it is interrupted. */
export const respond = async (raw: RawOptions, io: Io): Promise<number> => {
  const { tcp, udp, control } = readWanted(raw)
  const { host } = control
  const admits = createRateLimit(RATE, io.clock)
  const services: Service[] = []
  const start = async (name: string, port: number, starting: Promise<Service>) => {
    const service = await starting.catch((error: unknown) => {
      throw new UsageError([`respond: ${name} ${port} can't be opened (${faultOf(error).code ?? 'unknown'})`])
    })
    services.push(service)
    return `${name} ${service.port}`
  }
  try {
    const names = []
    names.push(await start('dial-back tcp', control.port, answerDialBack(host, control.port, admits, plainWorld(io))))
    for (const port of tcp) names.push(await start('tcp', port, greetTcp(host, port, admits)))
    for (const port of udp) names.push(await start('udp', port, answerUdp(host, port, admits)))
    if (raw['quiet'] !== true)
      io.stderr.write(`connprobe responds on ${host ?? 'every address'}: ${names.join(', ')}\n`)
    if (!io.interrupted.aborted) await once(io.interrupted, 'abort')
  } finally {
    for (const service of services) service.close()
  }
  return 0
}

/** A world to connect in: it resolves no names and takes no proxy. */
const plainWorld = ({ clock }: Io) =>
  createWorld({
    clock,
    resolvers: [],
    search: [],
    ndots: 1,
    hosts: new Map(),
    hasIpv6: true,
    proxyFor: () => null,
    stores: [],
    timeoutMs: 1000,
    lookups: 1,
    runId: randomBytes(4).toString('hex'),
  })

const readWanted = (raw: RawOptions): Wanted => {
  const { problems, texts, text } = optionReader(raw)
  const ports = (name: string): number[] =>
    texts(name).flatMap((stated) => {
      const [first, last] = /^\d{1,5}$/.test(stated)
        ? [Number(stated), Number(stated)]
        : (parseRange(stated) ?? [0, -1])
      if (first >= 0 && last >= first && last <= 65_535 && last - first < MOST_PORTS)
        return Array.from({ length: last - first + 1 }, (_, n) => first + n)
      problems.push(`--${name}: '${stated}' is no port and no range of at most ${MOST_PORTS}, as in 8704-8710`)
      return []
    })
  const wanted = { tcp: ports('tcp'), udp: ports('udp') }
  const listen = text('listen')
  const control = listen === null ? { host: undefined, port: DIAL_BACK_PORT } : parseListen(listen)
  if (control === null) problems.push(`--listen: '${listen ?? ''}' is no HOST:PORT or :PORT`)
  if (problems.length > 0 || control === null) throw new UsageError(problems)
  return { ...wanted, control }
}
