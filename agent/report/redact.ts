import { customerNames, type Subject } from './customer-names.ts'
import { knownHosts, type LookUp } from './known-hosts.ts'
import { z } from 'zod'
import { isPrivate } from '../judge/addresses.ts'
import { causes } from '../judge/causes.ts'
import { registrable } from '../judge/names.ts'
import { reportSchema, type Report } from './schema.ts'
import { mapStrings } from './strings.ts'

/** What everybody knows: may stay. */
export type PublicKnowledge = {
  /** Hosts as the built-in manifests state them: wildcards (`*.azurecr.io`) and facts (`${storage}.blob...`) unexpanded. */
  readonly hosts: readonly string[]
  /** Addresses that are the same for every customer, such as Azure's own resolver. */
  readonly addresses: readonly string[]
}

const GUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi
const IPV4 = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/g
const IPV6 = /(?<![\w:])(?:[0-9a-f:]*::[0-9a-f:]*|(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4})(?![\w:])/gi
const EMAIL = /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g
const URL_HOST = /(?<=:\/\/)[\w-]+(?:\.[\w-]+)+/g
/** Loopback, unspecified, and the documentation's own (RFC 5737, RFC 3849): nobody's. */
const NOBODYS = /^(?:127\.|0\.0\.0\.0$|::1?$|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8:)/i

/** A copy of plain data without the customer. */
export type Redact = <T>(value: T) => T

/**
 * A copy of a report without the customer: names, ids and addresses are replaced, each by the same stand-in wherever it
 * occurs, so that the report still tells its story and can be judged again. Public hosts and their addresses stay.
 */
export const redact = (report: Report, known: PublicKnowledge): Report => redactor([report], known)(report)

/**
 * Makes what takes the customer out of these reports and of all that is told of them: the same stand-in in each. A name that no
 * place of them gives away as one (a company's in the text of a block page) can't be known and stays.
 */
export const redactor = (subjects: readonly Subject[], known: PublicKnowledge): Redact => {
  const lookUp = knownHosts(known.hosts)
  const names = nameReplacer(subjects, lookUp)
  const guid = numbered((n) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`)
  const email = numbered((n) => `user-${n}@example.invalid`)
  const domains = new Set(known.hosts.filter((host) => !/[*$]/.test(host)).map(registrable))
  const host = numbered((n, found) => `host-${n}.${domains.has(registrable(found)) ? registrable(found) : 'invalid'}`)
  const keptAddresses = new Set([...known.addresses, ...subjects.flatMap(serviceAddresses)])
  const address = addressReplacer(keptAddresses)
  const codes = reportCodes()
  return (value) =>
    mapStrings(value, (text) =>
      codes.has(text)
        ? text
        : names(text)
            .replace(GUID, guid)
            .replace(EMAIL, email)
            .replace(URL_HOST, (found) => (lookUp(found) === null && !isStandIn(found) ? host(found) : found))
            .replace(IPV4, address)
            .replace(IPV6, address),
    )
}

/** The words of which a report is made: one that is a customer's name as well says nothing of the customer. */
const reportCodes = (): ReadonlySet<string> => {
  const wordsIn = (schema: unknown): string[] =>
    typeof schema !== 'object' || schema === null
      ? []
      : Object.entries(schema).flatMap(([key, value]) =>
          key === 'enum' || key === 'const'
            ? [value].flat().filter((word) => typeof word === 'string')
            : wordsIn(value),
        )
  return new Set([...wordsIn(z.toJSONSchema(reportSchema)), ...Object.keys(causes)])
}

/** The same stand-in for the same text, in the order in which they come up. */
const numbered = (standIn: (n: number, found: string) => string): ((found: string) => string) => {
  const seen = new Map<string, string>()
  return (found) => {
    const key = found.toLowerCase()
    const known = seen.get(key) ?? standIn(seen.size + 1, key)
    seen.set(key, known)
    return known
  }
}

const isStandIn = (host: string): boolean => host.endsWith('.invalid') || /^[\d.]+$/.test(host)

/** Replaces the customer's names wherever they stand as words of their own; public hosts protect what they contain. */
const nameReplacer = (subjects: readonly Subject[], lookUp: LookUp): ((text: string) => string) => {
  const standIns = new Map<string, string>()
  const counts = new Map<string, number>()
  for (const { name, kind } of subjects.flatMap((subject) => customerNames(subject, lookUp))) {
    const key = name.toLowerCase()
    if (key.length < 2 || standIns.has(key) || isAddress(key)) continue
    const n = (counts.get(kind) ?? 0) + 1
    counts.set(kind, n)
    // Ids and addresses are found by their form; an id is also written without its hyphens.
    standIns.set(isGuid(key) ? key.replaceAll('-', '') : key, isHost(key) ? hostStandIn(key, kind, n) : `${kind}-${n}`)
  }
  for (const { endpoint } of subjects.flatMap(({ results }) => results))
    if (lookUp(endpoint.host)?.length === 0) standIns.set(endpoint.host.toLowerCase(), endpoint.host)
  if (standIns.size === 0) return (text) => text
  const longestFirst = [...standIns.keys()].sort((a, b) => b.length - a.length).map(escaped)
  const any = new RegExp(`(?<![a-z0-9])(?:${longestFirst.join('|')})(?![a-z0-9])`, 'gi')
  return (text) => text.replace(any, (found) => standIns.get(found.toLowerCase()) ?? found)
}

/** That an alias is one of a private link is no secret, and the judge asks for it. */
const hostStandIn = (host: string, kind: string, n: number): string =>
  `${kind}-${n}${host.split('.').includes('privatelink') ? '.privatelink' : ''}.invalid`

const isHost = (text: string): boolean => /^[\w-]+(?:\.[\w-]+)+$/.test(text)

const isGuid = (text: string): boolean => new RegExp(`^${GUID.source}$`, 'i').test(text)

const isAddress = (text: string): boolean =>
  /^[\d.]+(?:\/\d+)?$/.test(text) || /^[0-9a-f:]*:[0-9a-f:]*(?:\/\d+)?$/i.test(text)

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Public addresses at which the endpoints are: the services' own. */
const serviceAddresses = ({ results }: Subject): string[] =>
  results.flatMap(({ observations }) =>
    observations.flatMap(({ address, via, steps }) =>
      via !== null
        ? []
        : [
            ...(address === null ? [] : [address]),
            ...steps.flatMap((step) =>
              step.phase === 'resolve' ? (step.facts?.answers ?? []).flatMap(({ addresses }) => addresses) : [],
            ),
          ].filter((one) => !isPrivate(one)),
    ),
  )

/** An address by one of the same kind: private stays private, so that the judgement stays the same. */
const addressReplacer = (kept: ReadonlySet<string>): ((address: string) => string) => {
  const private4 = numbered((n) => `10.0.${Math.floor(n / 256)}.${n % 256}`)
  const public4 = numbered((n) => `203.0.113.${n % 256}`)
  const private6 = numbered((n) => `fd00::${n.toString(16)}`)
  const public6 = numbered((n) => `2001:db8::${n.toString(16)}`)
  return (address) => {
    if (kept.has(address) || NOBODYS.test(address)) return address
    if (address.includes(':')) return isPrivate(address) ? private6(address) : public6(address)
    return isPrivate(address) ? private4(address) : public4(address)
  }
}
