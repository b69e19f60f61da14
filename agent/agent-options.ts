import { LOG_FORMATS, LOG_LEVELS, type LogOptions } from './log.ts'
import { optionReader, probingOptions, type ProbingOptions, type RawOptions } from './options.ts'
import { parseListen, type ListenAddress } from './serve/listen.ts'
import type { Rhythm } from './engine/rhythm.ts'
import { UsageError } from './usage-error.ts'

/** Options of `connprobe agent`, read and checked. */
export type AgentOptions = ProbingOptions & {
  readonly config: string | null
  readonly listen: ListenAddress
  readonly webConfig: string | null
  readonly rhythm: Rhythm
  readonly logLevel: LogOptions['level']
  readonly logFormat: LogOptions['format']
}

/** The port is in nobody's list: 9100 to 9999 are full. */
const LISTEN: ListenAddress = { host: '127.0.0.1', port: 10_115 }
const INTERVAL_MS = 60_000
/** New connections a second: at four minutes a SNAT port, a fleet's node holds fewer than 5,000 of them. */
const RATE = 20
const DAY_MS = 86_400_000
/** Options of other commands' runs that an agent has no use for. */
const USELESS = ['from', 'format', 'output']

/**
 * Checks the agent's options.
 * @throws UsageError with every mistake at once
 */
export const readAgentOptions = (raw: RawOptions): AgentOptions => {
  const reader = optionReader(raw)
  const { problems, text, duration, choice } = reader
  const intervalMs = duration('interval', DAY_MS) ?? INTERVAL_MS
  const failingMs = duration('failing-interval', DAY_MS) ?? Math.max(intervalMs / 4, Math.min(intervalMs, 1000))
  const stableMs = duration('stable-interval', DAY_MS) ?? intervalMs * 4
  if (failingMs > intervalMs) problems.push('--failing-interval: longer than --interval; make it shorter, or as long')
  if (stableMs < intervalMs) problems.push('--stable-interval: shorter than --interval; make it longer, or as long')
  const address = text('listen')
  const listen = address === null ? LISTEN : parseListen(address)
  if (listen === null) problems.push(`--listen: '${address ?? ''}' is no HOST:PORT or :PORT, as in 127.0.0.1:10115`)
  for (const name of USELESS)
    if (raw[name] !== undefined)
      problems.push(`--${name}: the agent serves its report at /; use connprobe run for that`)
  const probing = probingOptions(reader)
  const options: AgentOptions = {
    ...probing,
    rate: probing.rate ?? RATE,
    config: text('config'),
    listen: listen ?? LISTEN,
    webConfig: text('web.config.file'),
    rhythm: { intervalMs, failingMs, stableMs },
    logLevel: choice('log-level', LOG_LEVELS, 'level') ?? 'info',
    logFormat: choice('log-format', LOG_FORMATS, 'format') ?? 'logfmt',
  }
  if (problems.length > 0) throw new UsageError(problems)
  return options
}
