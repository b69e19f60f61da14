import type { Clock } from '../probes/probe.ts'
import { clean } from './report/text/clean.ts'

/** From the most talkative to the most silent. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export const LOG_FORMATS = ['logfmt', 'json'] as const

type Level = (typeof LOG_LEVELS)[number]
type Fields = Readonly<Record<string, string | number | boolean | null>>

/** Writes one line an event: what happened, and the facts of it by name. */
export type Log = Readonly<Record<Level, (message: string, fields?: Fields) => void>>

export type LogOptions = {
  /** Less than that is left out. */
  readonly level: Level
  readonly format: (typeof LOG_FORMATS)[number]
  readonly clock: Clock
  readonly write: (line: string) => void
}

/** The longest value of a field, characters: a line is for grep, the report for details. */
const MOST_CHARACTERS = 1000

/** A log in Prometheus' own forms: `ts=... level=info msg="..." name=value`, or the same as JSON. */
export const createLog = ({ level, format, clock, write }: LogOptions): Log => {
  const least = LOG_LEVELS.indexOf(level)
  const at =
    (of: Level) =>
    (message: string, fields: Fields = {}) => {
      if (LOG_LEVELS.indexOf(of) < least) return
      const all = { ts: new Date(clock.now()).toISOString(), level: of, msg: message, ...fields }
      const safe = Object.entries(all).map(([name, value]) => [name, typeof value === 'string' ? safely(value) : value])
      write(format === 'json' ? `${JSON.stringify(Object.fromEntries(safe))}\n` : `${safe.map(logfmtPair).join(' ')}\n`)
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** Peers have a say in what is logged: no line of theirs may look like one of ours. */
const safely = (text: string): string => clean(text).slice(0, MOST_CHARACTERS)

const logfmtPair = ([name, value]: readonly unknown[]): string => {
  const text = String(value)
  return `${String(name)}=${/^[\w.:/@+,[\]*-]+$/.test(text) ? text : JSON.stringify(text)}`
}
