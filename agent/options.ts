import { parseServer } from '../probes/resolver/server.ts'
import { parseDuration } from './duration.ts'
import { parseResponder, type Responder } from './inbound/responder.ts'
import type { Cloud } from './model.ts'
import { UsageError } from './usage-error.ts'

/** Options that every probing command has, read and checked. */
export type ProbingOptions = {
  readonly manifests: readonly string[]
  readonly cloud: Cloud | null
  readonly set: ReadonlyMap<string, string>
  readonly factsFile: string | null
  readonly detect: boolean
  readonly fromWorkspace: string | null
  readonly dependencies: string | null
  readonly serviceTags: string | null
  readonly timeoutMs: number
  readonly deadlineMs: number | null
  readonly concurrency: number
  /** New connections a second; null: no limit. */
  readonly rate: number | null
  readonly holdMs: number | null
  readonly resolvers: readonly string[]
  readonly roots: string | null
  readonly caFile: string | null
  readonly proxy: string | null
  readonly noProxy: string | null
  readonly format: string | null
  readonly outputs: readonly string[]
  readonly strict: boolean
  readonly from: string | null
  readonly baseline: string | null
  readonly untilOpenMs: number | null
  readonly dialBack: Responder | null
  readonly redact: boolean
  readonly noColor: boolean
  readonly quiet: boolean
  readonly verbose: boolean
}

/** Options as yargs gives them. */
export type RawOptions = Readonly<Record<string, unknown>>

const CLOUDS: readonly Cloud[] = ['public', 'usgov', 'china']
/** Longest `--timeout`: beyond it nothing is learnt, TCP itself has given up. */
const MOST_TIMEOUT_MS = 150_000
const MOST_CONCURRENCY = 20_000

/** Reads options by name; what is wrong with them is added to `problems`. */
export type OptionReader = {
  readonly problems: string[]
  readonly texts: (name: string) => string[]
  readonly text: (name: string) => string | null
  readonly flag: (name: string) => boolean
  /** Milliseconds. */
  readonly duration: (name: string, mostMs: number) => number | null
  readonly whole: (name: string, most: number) => number | null
  readonly choice: <T extends string>(name: string, known: readonly T[], what: string) => T | null
}

/** A reader of what yargs parsed. */
export const optionReader = (raw: RawOptions): OptionReader => {
  const problems: string[] = []
  const text = (name: string): string | null => {
    const value = raw[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  return {
    problems,
    text,
    texts: (name) => (Array.isArray(raw[name]) ? raw[name].map(String) : []),
    flag: (name) => raw[name] === true,
    duration: (name, most) => {
      const value = text(name)
      if (value === null) return null
      const ms = parseDuration(value)
      if (ms !== null && ms <= most) return ms
      problems.push(
        `--${name}: '${value}' is no duration up to ${most / 1000}s; write a number and a unit, as in 800ms, 5s or 2m`,
      )
      return null
    },
    whole: (name, most) => {
      const value = raw[name]
      if (value === undefined) return null
      const number = Number(value)
      if (Number.isInteger(number) && number >= 1 && number <= most) return number
      problems.push(`--${name}: '${shown(value)}' is no whole number from 1 to ${most}`)
      return null
    },
    choice: (name, known, what) => {
      const value = raw[name]
      const chosen = known.find((one) => one === value) ?? null
      if (value !== undefined && chosen === null)
        problems.push(`--${name}: '${shown(value)}' is no ${what}; it is one of ${known.join(', ')}`)
      return chosen
    },
  }
}

/**
 * Checks what yargs parsed.
 * @throws UsageError with every mistake at once
 */
export const readProbingOptions = (raw: RawOptions): ProbingOptions => {
  const reader = optionReader(raw)
  const options = probingOptions(reader)
  if (reader.problems.length > 0) throw new UsageError(reader.problems)
  return options
}

/** The same, for who reads more options beside. */
export const probingOptions = ({
  problems,
  texts,
  text,
  flag,
  duration,
  whole,
  choice,
}: OptionReader): ProbingOptions => {
  const set = new Map<string, string>()
  for (const pair of texts('set')) {
    const at = pair.indexOf('=')
    if (at < 1) problems.push(`--set: '${pair}' is no KEY=VALUE, as in region=westeurope`)
    else set.set(pair.slice(0, at), pair.slice(at + 1))
  }
  for (const resolver of texts('resolver'))
    if (parseServer(resolver) === null)
      problems.push(
        `--resolver: '${resolver}' is no address of a DNS server, as in 10.0.0.4, 10.0.0.4:5353 or [fd00::1]:53`,
      )
  const responder = text('dial-back')
  const dialBack = responder === null ? null : parseResponder(responder)
  if (responder !== null && dialBack === null)
    problems.push(`--dial-back: '${responder}' is no HOST or HOST:PORT where connprobe respond runs`)
  return {
    manifests: texts('manifest'),
    cloud: choice('cloud', CLOUDS, 'cloud'),
    set,
    factsFile: text('facts'),
    detect: !flag('no-detect'),
    fromWorkspace: text('from-workspace'),
    dependencies: text('dependencies'),
    serviceTags: text('service-tags'),
    timeoutMs: duration('timeout', MOST_TIMEOUT_MS) ?? 5000,
    deadlineMs: duration('deadline', 86_400_000),
    concurrency: whole('concurrency', MOST_CONCURRENCY) ?? 256,
    rate: whole('rate', 100_000),
    holdMs: duration('hold', 3_600_000),
    resolvers: texts('resolver'),
    roots: text('roots'),
    caFile: text('ca-file'),
    proxy: text('proxy'),
    noProxy: text('no-proxy'),
    format: text('format'),
    outputs: texts('output'),
    strict: flag('strict'),
    from: text('from'),
    baseline: text('baseline'),
    untilOpenMs: duration('until-open', 86_400_000),
    dialBack,
    redact: flag('redact'),
    noColor: flag('no-color'),
    quiet: flag('quiet'),
    verbose: flag('verbose'),
  }
}

/** An option's value for a message, whatever the command line made of it. */
const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
