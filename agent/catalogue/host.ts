/** Hosts as a manifest states them: names, addresses, `*.` patterns, each with facts as `${region}`. */
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { didYouMean } from '../did-you-mean.ts'
import type { Cloud } from '../model.ts'
import { FACT_NAMES, isFactName } from './facts.ts'
import type { Requirement } from './manifest.ts'

const FACT = /\$\{([^}]*)\}/g

/** The hosts that a requirement states for a cloud: none where it names only other clouds. */
export const hostsIn = (hosts: Requirement['hosts'], cloud: Cloud): readonly string[] =>
  Array.isArray(hosts) ? hosts : (hosts[cloud] ?? [])

/** Whether `host` stands for many names, of any depth below what follows `*`. */
export const isWildcard = (host: string): boolean => host.startsWith('*.')

/** Names of the facts in a template, in order, each once. */
export const factsIn = (template: string): string[] => [
  ...new Set([...template.matchAll(FACT)].map(([, name]) => name ?? '')),
]

/** The template with every fact replaced by what `value` says of it. */
export const replaceFacts = (template: string, value: (fact: string) => string): string =>
  template.replace(FACT, (_, fact: string) => value(fact))

/**
 * Whether a name, or a template of one, can stand for a host of the same requirement: for a wildcard what ends like it (and
 * a fact that is a whole host, which shows once it is known), for anything else all.
 */
export const standsFor = (representative: string, host: string): boolean =>
  !isWildcard(host) || representative.endsWith(host.slice(1)) || /^\$\{[^}]*\}$/.test(representative)

/** A host name in the letters that DNS has: lower case, and international names converted (UTS 46). */
export const toAscii = (host: string): string => (isIP(host) === 0 ? domainToASCII(host) || host : host).toLowerCase()

/**
 * What is wrong with a host or a template of one, and what to write instead; null when nothing is.
 * Names are those of RFC 1123, section 2.1, and underscores, which DNS allows and people use.
 */
export const hostProblem = (host: string): string | null => {
  const unknown = factsIn(host).find((fact) => !isFactName(fact))
  if (unknown !== undefined) return `unknown fact '${unknown}'${didYouMean(unknown, FACT_NAMES)}`
  if (isIP(host) !== 0) return null
  return formProblem(host) ?? nameProblem(replaceFacts(isWildcard(host) ? host.slice(2) : host, () => 'x'))
}

/** What people write who mean a host, and it isn't one. */
const formProblem = (host: string): string | null => {
  if (host.includes('://')) return `'${shown(host)}' is a URL: write the host alone, and the path as 'path'`
  if (host.includes('/')) return `'${shown(host)}' has a path: write the host alone, and the path as 'path'`
  if (/^\[.*\]/.test(host)) return `write IPv6 addresses without brackets, and the port as one of 'ports'`
  if (/^[^:]+:\d+$/.test(host)) return `'${shown(host)}' has a port: write it as one of 'ports'`
  if (/\s/.test(host)) return `'${shown(host)}' has white space: write one host an item`
  if (host.slice(1).includes('*') || (host.startsWith('*') && !isWildcard(host)))
    return `'${shown(host)}': a wildcard is the whole first label, '*.example.com'`
  return null
}

const nameProblem = (name: string): string | null => {
  const ascii = domainToASCII(name)
  if (/^\d+$/.test(name.slice(name.lastIndexOf('.') + 1))) return `'${shown(name)}' is no IP address`
  if (ascii === '') return `'${shown(name)}' is no host name: letters, digits, hyphens and dots`
  if (ascii.length > 253) return `${ascii.length} characters: a host name has at most 253`
  const labels = ascii.split('.')
  const long = labels.find((label) => label.length > 63)
  if (long !== undefined) return `the label '${shown(long)}' has ${long.length} characters: at most 63`
  if (labels.at(-1) === '') return `'${shown(name)}' ends with a dot: leave it out`
  if (!labels.every((label) => /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/.test(label)))
    return `'${shown(name)}' is no host name: letters, digits, hyphens and dots`
  return null
}

/** What was written, cut and without what would upset a terminal. */
const shown = (text: string): string => {
  const clean = text.replace(/\p{Cc}/gu, '?')
  return clean.length > 60 ? `${clean.slice(0, 57)}...` : clean
}
