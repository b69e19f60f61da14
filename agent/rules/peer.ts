import type { Workloads } from '../catalogue/workloads.ts'
import { ALL_PORTS, type FarEnd, type Peer, type Rule } from './rule.ts'

/**
 * Nothing but these characters ever gets into a rule, wherever a name came from: a saved report may hold anything.
 * RFC 1123, section 2.1, and underscores.
 */
const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?'
const NAME = new RegExp(`^(?=.{1,255}$)(?:\\*\\.)?${LABEL}(?:\\.${LABEL})*$`)
const TAG = /^[A-Za-z][A-Za-z0-9]{0,79}(?:\.[A-Za-z0-9]{1,80})?$/
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\/(?:3[0-2]|[12]?\d))?$/
const IPV6 = /^(?=.*:)[0-9a-f:]{2,39}(?:\/(?:12[0-8]|1[01]\d|[1-9]?\d))?$/

/** Whether a text is an IPv6 address or network. */
export const isIpv6 = (address: string): boolean => IPV6.test(address)

/** Whether a text is an address or a network. */
export const isAddress = (text: string): boolean => IPV4.test(text) || isIpv6(text)

/** A host as the far end of a rule; null for what can't be one. */
export const hostPeer = (text: string): Peer | null => {
  const host = text.toLowerCase()
  if (isAddress(host)) return { kind: 'address', address: host }
  return NAME.test(host) && !/(?:^|\.)\d+$/.test(host) ? { kind: 'name', name: host } : null
}

/** A service tag as the far end of a rule; null for what can't be one. */
export const tagPeer = (text: string): Peer | null => (TAG.test(text) ? { kind: 'tag', tag: text } : null)

const SERVICE = /^[a-z0-9-]+\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?$/

/**
 * What a row within a cluster names, as the far end of a rule. Policies see pods and their ports, not services: a service
 * stands for the pods of its namespace. Null where nothing is known of it.
 */
export const clusterEnd = (text: string, { apiServer, pods }: Workloads): FarEnd | null => {
  const workload = text.toLowerCase()
  const known = Object.hasOwn(pods, workload) ? pods[workload] : undefined
  if (known !== undefined) return { peer: { kind: 'pods', workload, ...known } }
  if (workload === apiServer.host)
    return { peer: { kind: 'api-server' }, ports: apiServer.ports.map((port) => [port, port]) }
  const namespace = SERVICE.exec(workload)?.[1]
  if (namespace !== undefined) return { peer: { kind: 'pods', workload, namespace, labels: {} }, ports: ALL_PORTS }
  return isAddress(workload) ? { peer: { kind: 'address', address: workload } } : null
}

/** The far end of a rule that goes this way; null for what can't be one. */
export const farEnd = (text: string, direction: Rule['direction'], workloads: Workloads): FarEnd | null => {
  if (direction === 'in-cluster') return clusterEnd(text, workloads)
  const peer = hostPeer(text)
  return peer === null ? null : { peer }
}

/** The far end in a word, for people. */
export const peerText = (peer: Peer): string => {
  switch (peer.kind) {
    case 'name':
      return peer.name
    case 'tag':
      return peer.tag
    case 'address':
      return peer.address
    case 'unnamed':
      return peer.template
    case 'pods':
      return peer.workload
    case 'api-server':
      return 'the API server'
  }
}
