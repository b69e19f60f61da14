import t from 'tap'
import { clusterEnd, farEnd, hostPeer, isAddress, tagPeer } from '../../../agent/rules/peer.ts'
import { ALL_PORTS } from '../../../agent/rules/rule.ts'
import { HOSTILE, workloads } from '../../fixtures/rules.ts'

t.test('names, wildcards and addresses', async (t) => {
  t.same(hostPeer('Login.MicrosoftOnline.com'), { kind: 'name', name: 'login.microsoftonline.com' })
  t.same(hostPeer('*.azureml.ms'), { kind: 'name', name: '*.azureml.ms' })
  t.same(hostPeer('_sip.xn--bcher-kva.example'), { kind: 'name', name: '_sip.xn--bcher-kva.example' })
  t.same(hostPeer('10.0.0.0/8'), { kind: 'address', address: '10.0.0.0/8' })
  t.same(hostPeer('2001:DB8::4'), { kind: 'address', address: '2001:db8::4' })
})

t.test('nothing else becomes the far end of a rule', async (t) => {
  const badHosts = [
    '',
    '*',
    'a.*.example',
    '*.',
    '-a.example',
    'a..example',
    'a b',
    'example.com.',
    '1.2.3',
    '300.1.1.1',
  ]
  const others = [':', '10.0.0.1/33', `${'a'.repeat(64)}.example`, 'a/b', '1::2/129', '1.2.3.4\n', ...HOSTILE]
  t.same(
    [...badHosts, ...others].filter((text) => hostPeer(text) !== null),
    [],
  )
  const badTags = ['', 'Storage.', 'Storage.${region}', 'A.b.c', 'Storage Account', ...HOSTILE]
  t.same(
    badTags.filter((text) => tagPeer(text) !== null),
    [],
  )
  t.notOk(isAddress('1.2.3.4\n'))
})

t.test('within a cluster a rule is for pods', async (t) => {
  t.match(clusterEnd('kube-dns', workloads), {
    peer: { kind: 'pods', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  })
  t.match(clusterEnd('gateway.azureml.svc', workloads), {
    peer: { kind: 'pods', namespace: 'azureml', labels: {} },
    ports: ALL_PORTS,
  })
  t.match(clusterEnd('kubernetes.default.svc', workloads), { peer: { kind: 'api-server' } })
  t.same(clusterEnd('10.244.0.7', workloads), { peer: { kind: 'address', address: '10.244.0.7' } })
  t.equal(clusterEnd('constructor', workloads), null)
  t.same(farEnd('kube-dns', 'outbound', workloads), { peer: { kind: 'name', name: 'kube-dns' } })
})
