import t from 'tap'
import { blockedRules } from '../../../agent/rules/blocked.ts'
import { peerText } from '../../../agent/rules/peer.ts'
import { endpoint, observation, report, requirement, resolved, result, silentConnect } from '../../fixtures/report.ts'
import { HOSTILE, workloads } from '../../fixtures/rules.ts'

const BLOCKED = { verdict: 'blocked', cause: 'tcp-timeout', layer: 'tcp' } as const

t.test('blocked endpoints alone, as the patterns that were stated', async (t) => {
  const api = endpoint('westeurope.api.azureml.ms', {
    requirements: [
      requirement({ host: '*.azureml.ms', id: 'api', purpose: 'API', serviceTags: ['AzureMachineLearning'] }),
      requirement({ host: '${region}.api.azureml.ms', manifest: 'kubernetes', required: false, vantage: 'node' }),
      requirement({ host: '${workspaceId}.workspace.azureml.ms' }),
    ],
  })
  const { rules, omitted } = blockedRules(
    report([
      result(api, BLOCKED, [observation([resolved(api.host, '20.42.0.1'), silentConnect('20.42.0.1')])]),
      result(endpoint('pypi.org')),
      result(endpoint('denied.example'), { verdict: 'denied' }),
      result(endpoint('closed.example', { expect: { reachable: false } }), BLOCKED),
    ]),
    workloads,
  )
  t.match(rules, [
    { peer: { name: '*.azureml.ms' }, tags: ['AzureMachineLearning'], purposes: ['API'], seen: ['20.42.0.1'] },
    { peer: { name: 'westeurope.api.azureml.ms' }, purposes: ['Microsoft Entra ID (optional)'], vantages: ['node'] },
    { peer: { name: 'westeurope.api.azureml.ms' }, requirements: ['azureml/entra-id'] },
  ])
  t.same(rules.length, 3)
  t.same(omitted, [])
})

t.test('addresses of a DNS that is at fault, or seen through a proxy, are not let through', async (t) => {
  const one = endpoint('ml.azure.com')
  const seen = [observation([resolved(one.host, '10.66.0.1')], { address: '10.66.0.1' })]
  const bySinkhole = blockedRules(report([result(one, { ...BLOCKED, layer: 'dns' }, seen)]), workloads)
  t.same(bySinkhole.rules[0]?.seen, [])
  const proxied = [observation([], { address: '10.0.0.9', via: 'http://10.0.0.9:3128' })]
  t.same(blockedRules(report([result(one, BLOCKED, proxied)]), workloads).rules[0]?.seen, [])
})

t.test('within the cluster and inbound', async (t) => {
  const dns = endpoint('kube-dns.kube-system.svc.cluster.local', {
    port: 53,
    protocol: 'udp',
    probe: 'dns',
    requirements: [requirement({ host: 'kube-dns', direction: 'in-cluster' })],
  })
  t.match(blockedRules(report([result(dns, BLOCKED)]), workloads).rules, [
    { direction: 'in-cluster', peer: { kind: 'pods', workload: 'kube-dns' }, protocol: 'udp', ports: [[53, 53]] },
  ])
})

t.test('what a report of somebody else claims as a host stays out', async (t) => {
  const results = HOSTILE.map((host) => result(endpoint(host, { requirements: [requirement({ host })] }), BLOCKED))
  const { rules, omitted } = blockedRules(report(results), workloads)
  t.same(
    rules.map(({ peer }) => peerText(peer)),
    [],
  )
  t.equal(omitted.length, HOSTILE.length)
})
