import { isWildcard } from '../../catalogue/host.ts'
import type { Workloads } from '../../catalogue/workloads.ts'
import { isIpv6 } from '../peer.ts'
import { policyPorts, policyText, withDns, type Egress } from '../policy.ts'
import { headLines, titled } from '../remarks.ts'
import type { Asked, Rule } from '../rule.ts'
import { addressesOf, byName, grouped, namesOf, type Group } from '../views.ts'

/** `cilium`: a CiliumNetworkPolicy, by name, for the namespace of Azure Machine Learning. */
export const cilium = (asked: Asked, workloads: Workloads): string => {
  const { rules, omitted } = byName(withDns(asked, workloads), ['outbound', 'in-cluster'])
  const dns = workloads.pods[workloads.dns]?.namespace
  const egress: Egress[] = [
    ...rules
      .filter(({ peer }) => peer.kind === 'pods' || peer.kind === 'api-server')
      .map((rule) => inCluster(rule, workloads.dns)),
    ...grouped(rules.filter(({ peer }) => peer.kind === 'name' || peer.kind === 'address')).flatMap(outside),
  ]
  const head = headLines(asked, omitted, 'Cilium egress policy for the pods of Azure Machine Learning', [
    `It cuts off whatever it does not list. Cilium learns names from answers of the cluster's DNS in ${dns ?? 'the cluster'}.`,
    '"**." stands for names at any depth; a Cilium that does not know it yet takes it for one level.',
  ])
  return policyText(
    head,
    {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'connprobe-egress', namespace: workloads.namespace },
      spec: { endpointSelector: {}, egress: [] },
    },
    egress,
  )
}

const NAMESPACE = 'k8s:io.kubernetes.pod.namespace'

const inCluster = (rule: Rule, dns: string): Egress => {
  const { peer } = rule
  const isDns = peer.kind === 'pods' && peer.workload === dns
  return {
    reason: titled(rule),
    entry: {
      ...(peer.kind === 'pods' ? { toEndpoints: [{ ...selector(peer) }] } : { toEntities: ['kube-apiserver'] }),
      // The API server is one thing, whatever its port is behind the service.
      ...(peer.kind === 'pods' && toPorts(rule, isDns ? { rules: { dns: [{ matchPattern: '*' }] } } : {})),
    },
  }
}

const selector = ({ namespace, labels }: Extract<Rule['peer'], { kind: 'pods' }>) => ({
  ...(namespace === null && { matchExpressions: [{ key: NAMESPACE, operator: 'Exists' }] }),
  ...((namespace !== null || Object.keys(labels).length > 0) && {
    matchLabels: {
      ...(namespace !== null && { [NAMESPACE]: namespace }),
      ...Object.fromEntries(Object.entries(labels).map(([key, value]) => [`k8s:${key}`, value])),
    },
  }),
})

/** Names and addresses are rules of their own. */
const outside = (group: Group): Egress[] => {
  const names = namesOf(group.rules)
  const addresses = addressesOf(group.rules)
  return [
    ...(names.length > 0 ? [{ toFQDNs: names.map(toName) }] : []),
    ...(addresses.length > 0 ? [{ toCIDR: addresses.map(network) }] : []),
  ].map((to) => ({ reason: titled(group), entry: { ...to, ...toPorts(group) } }))
}

const toName = (name: string) => (isWildcard(name) ? { matchPattern: `*${name}` } : { matchName: name })

const network = (address: string): string =>
  address.includes('/') ? address : `${address}/${isIpv6(address) ? 128 : 32}`

const toPorts = (rule: Pick<Rule, 'protocol' | 'ports'>, rules: object = {}) => {
  const ports = policyPorts(rule, String)
  return ports.length > 0 ? { toPorts: [{ ports, ...rules }] } : {}
}
