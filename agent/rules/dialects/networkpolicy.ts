import type { Workloads } from '../../catalogue/workloads.ts'
import { groupBy } from '../../report/group-by.ts'
import { isIpv6 } from '../peer.ts'
import { union } from '../ports.ts'
import { policyPorts, policyText, withDns, type Egress } from '../policy.ts'
import { headLines, titled } from '../remarks.ts'
import type { Asked, Rule } from '../rule.ts'
import { addressesOf, byName, grouped } from '../views.ts'

/** `networkpolicy`: an egress NetworkPolicy for the namespace of Azure Machine Learning. */
export const networkpolicy = (asked: Asked, workloads: Workloads): string => {
  const { rules, omitted } = byName(withDns(asked, workloads), ['outbound', 'in-cluster'])
  const isNamed = ({ peer }: Rule) => peer.kind === 'name' || peer.kind === 'api-server'
  const egress: Egress[] = [
    ...rules.filter(({ peer }) => peer.kind === 'pods').map(toPods),
    ...grouped(rules.filter(({ peer }) => peer.kind === 'address')).map((group) => ({
      reason: titled(group),
      entry: { to: addressesOf(group.rules).map(ipBlock), ports: policyPorts(group, Number) },
    })),
    ...[...groupBy(rules.filter(isNamed), ({ protocol }) => protocol).values()].map(toAnywhere),
  ]
  const head = headLines(asked, omitted, 'Egress policy for the pods of Azure Machine Learning', [
    'It cuts off whatever it does not list. A NetworkPolicy knows addresses and pods, no names: what is asked for by name',
    'is let through to every address on its ports. For rules by name use --for cilium, or a firewall behind the cluster.',
  ])
  return policyText(
    head,
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'connprobe-egress', namespace: workloads.namespace },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [] },
    },
    egress,
  )
}

const toPods = (rule: Rule): Egress => {
  const { peer } = rule
  const { namespace, labels } = peer.kind === 'pods' ? peer : { namespace: null, labels: {} }
  const ports = policyPorts(rule, Number)
  return {
    reason: titled(rule),
    entry: {
      to: [
        {
          namespaceSelector: namespace === null ? {} : { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
          podSelector: Object.keys(labels).length === 0 ? {} : { matchLabels: labels },
        },
      ],
      ...(ports.length > 0 && { ports }),
    },
  }
}

/** All that is asked for by name: what goes to every address needs each port once. */
const toAnywhere = (rules: readonly [Rule, ...Rule[]]): Egress => ({
  reason: grouped(rules).flatMap(titled),
  entry: { ports: policyPorts({ ...rules[0], ports: union(rules.flatMap(({ ports }) => ports)) }, Number) },
})

const ipBlock = (address: string) => ({
  ipBlock: { cidr: address.includes('/') ? address : `${address}/${isIpv6(address) ? 128 : 32}` },
})
