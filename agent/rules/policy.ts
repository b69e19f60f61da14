/** What Kubernetes' and Cilium's policies share. */
import { Document, type Node } from 'yaml'
import type { Workloads } from '../catalogue/workloads.ts'
import { clusterEnd } from './peer.ts'
import { comments } from './remarks.ts'
import { isEveryPort } from './ports.ts'
import type { Asked, Rule } from './rule.ts'

/** One entry of a policy's egress list, and why it is there. */
export type Egress = { readonly reason: readonly string[]; readonly entry: unknown }

/** The policy as YAML, each entry of its egress list with its reason before it. */
export const policyText = (head: readonly string[], policy: object, egress: readonly Egress[]): string => {
  const document = new Document(policy)
  document.setIn(
    ['spec', 'egress'],
    document.createNode(
      egress.map(({ reason, entry }) => {
        const node = document.createNode(entry) as Node
        node.commentBefore = comments('', reason).join('\n')
        return node
      }),
    ),
  )
  return `${comments('#', head).join('\n')}\n${document.toString({ lineWidth: 0 })}`
}

/** Names are resolved by pods of the cluster: without that rule a policy cuts its pods off from every name. */
export const withDns = (asked: Asked, workloads: Workloads): Asked => {
  const end = clusterEnd(workloads.dns, workloads)
  if (end === null) return asked
  const dns: Rule = {
    direction: 'in-cluster',
    peer: end.peer,
    protocol: 'any',
    ports: [[53, 53]],
    tags: [],
    purposes: ['Resolving names'],
    requirements: [],
    vantages: ['compute'],
    seen: [],
  }
  return { ...asked, rules: [dns, ...asked.rules] }
}

/** A port as both kinds of policies state it. */
export type PolicyPort<Port> = { readonly protocol: string; readonly port: Port; readonly endPort?: number }

/** The ports of a rule, one entry a protocol and range; none where every port is meant. */
export const policyPorts = <Port>(
  { protocol, ports }: Pick<Rule, 'protocol' | 'ports'>,
  portOf: (port: number) => Port,
): PolicyPort<Port>[] => {
  if (isEveryPort(ports)) return []
  const protocols = protocol === 'any' ? ['TCP', 'UDP'] : [protocol.toUpperCase()]
  return protocols.flatMap((protocol) =>
    ports.map(([first, last]) => ({
      protocol,
      port: portOf(first),
      ...(last > first && { endPort: last }),
    })),
  )
}
