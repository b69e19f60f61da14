import { domainToASCII } from 'node:url'

/** A name that can be asked for: lower case, no trailing dot. */
export type Name = {
  readonly text: string
  /** It was written with a trailing dot: never completed by the search list. */
  readonly absolute: boolean
}

/** A name to ask for in place of the one wanted. */
export type Candidate = {
  readonly text: string
  /** The name itself, not completed. */
  readonly asIs: boolean
}

/** Octets of a name in text form (RFC 1035, section 2.3.4: 255 on the wire). */
const LONGEST_NAME = 253
/** One label: what host names use, and the underscore of service names. */
const LABEL = /^[a-z0-9_-]{1,63}$/

/**
 * Reads a host name; an internationalised one becomes its A-labels (RFC 5890). Null for what no resolver would ask, because
 * dns-packet encodes overlong labels without complaint.
 */
export const parseName = (input: string): Name | null => {
  const ascii = /^[\x21-\x7e]+$/.test(input) ? input : domainToASCII(input)
  const absolute = ascii.endsWith('.')
  const text = (absolute ? ascii.slice(0, -1) : ascii).toLowerCase()
  return isValid(text) ? { text, absolute } : null
}

const isValid = (text: string): boolean =>
  text.length <= LONGEST_NAME && text.split('.').every((label) => LABEL.test(label))

/**
 * The names that the system would ask for, in its order: one with at least `ndots` dots as it is first, any other completed
 * by the search list first (resolv.conf(5)).
 */
export const candidates = (name: Name, search: readonly string[], ndots: number): readonly Candidate[] => {
  const asIs = { text: name.text, asIs: true }
  if (name.absolute) return [asIs]
  const completed = search
    .map((domain) => ({ text: `${name.text}.${domain}`, asIs: false }))
    .filter(({ text }) => isValid(text))
  return name.text.split('.').length - 1 >= ndots ? [asIs, ...completed] : [...completed, asIs]
}
