import type { FactName } from '../catalogue/facts.ts'
import { readHost, type Clouds } from '../catalogue/clouds.ts'

/** One source's word on one fact, or on the cloud; not checked yet. Secrets never become clues. */
export type Clue = { readonly fact: FactName | 'cloud'; readonly value: string; readonly from: string }

/** Environment variables or keys of a file that hold facts as they are: name of the variable, then the fact. */
export type Variables = Readonly<Record<string, FactName>>

/**
 * Clues from variables that hold a fact's value as it is; empty ones say nothing.
 * @param source what is put before the variable's name where it was found in a file
 */
export const variableClues = (
  values: Readonly<Record<string, string | undefined>>,
  variables: Variables,
  source = '',
): Clue[] =>
  Object.entries(variables).flatMap(([variable, fact]) => {
    const value = values[variable]
    return value === undefined || value === '' ? [] : [{ fact, value, from: source + variable }]
  })

/** Clues in the name of one of Azure's hosts: its cloud, region and workspace. */
export const hostClues = (clouds: Clouds, host: string, from: string): Clue[] => {
  const origin = readHost(clouds, host)
  return origin === null
    ? []
    : Object.entries(origin).map(([fact, value]) => ({ fact: fact as keyof typeof origin, value, from }))
}

/** Clues in a URL's host; a text that is no URL says nothing. */
export const urlClues = (clouds: Clouds, url: string | undefined, from: string): Clue[] =>
  url !== undefined && URL.canParse(url) ? hostClues(clouds, new URL(url).hostname, from) : []

/** `key=value` lines as systemd and the compute instance's own files write them; quotes around a value are dropped. */
export const readLines = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(["']?)(.*?)\2\s*$/.exec(line)
      return match === null ? [] : [[match[1] ?? '', match[3] ?? '']]
    }),
  )
