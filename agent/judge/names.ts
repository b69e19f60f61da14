import { isAddress } from './addresses.ts'

/** Second-level labels below which countries register names. */
const REGISTRIES = new Set(['ac', 'co', 'com', 'edu', 'gov', 'net', 'org'])

/**
 * The part of a name that somebody registered: names that share it are related. An approximation of the public suffix list, right
 * for two-label domains and the common registries of countries (`example.co.uk`).
 */
export const registrable = (host: string): string => {
  const name = bare(host)
  if (isAddress(name)) return name
  const labels = name.split('.')
  const [second = '', top = ''] = labels.slice(-2)
  return labels.slice(top.length === 2 && REGISTRIES.has(second) ? -3 : -2).join('.')
}

/** Lower case, no dot at the end. */
export const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '')

/** Whether `name` is `zone` or below it. */
export const isWithin = (name: string, zone: string): boolean => bare(name) === zone || bare(name).endsWith(`.${zone}`)

/** Names that only a network's own DNS has (RFC 6762, RFC 8375, Kubernetes): a private address is right for them. */
export const isLocalName = (host: string): boolean =>
  !bare(host).includes('.') || /\.(localhost|local|internal|lan|corp|home\.arpa|svc)$/.test(bare(host))
