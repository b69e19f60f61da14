import t from 'tap'
import { peerText } from '../../../agent/rules/peer.ts'
import type { View } from '../../../agent/rules/rule.ts'
import { byName, byNameAndTag, byTag, grouped, trafficText, withNetworks } from '../../../agent/rules/views.ts'
import { asked, rule, tagRule } from '../../fixtures/rules.ts'

const short = ({ rules }: View): string[] => rules.map((one) => `${peerText(one.peer)} ${trafficText(one)}`)

t.test('by tag: a name is let through by all tags that contain it, or not at all', async (t) => {
  const view = byTag(
    asked([
      rule('mcr.microsoft.com', { tags: ['MicrosoftContainerRegistry', 'AzureFrontDoor.FirstParty'] }),
      rule('acct.blob.core.windows.net', { tags: ['Storage.${region}'] }),
      rule('x', {
        peer: { kind: 'unnamed', template: '${storage}.blob.core.windows.net', missing: ['storage'] },
        tags: ['Storage.westeurope'],
      }),
      rule('pypi.org'),
      rule('10.9.0.4'),
    ]),
    ['outbound'],
  )
  t.same(short(view), [
    'MicrosoftContainerRegistry tcp 443',
    'AzureFrontDoor.FirstParty tcp 443',
    'Storage.westeurope tcp 443',
    '10.9.0.4 tcp 443',
  ])
  t.match(view.omitted, [
    { what: 'acct.blob.core.windows.net tcp 443', why: /--set region=VALUE/ },
    { what: 'pypi.org tcp 443', why: /no service tag contains it/ },
  ])
})

t.test('by name: tags and names without their facts stay out, and it is said', async (t) => {
  const unnamed = { kind: 'unnamed', template: '${acr}.azurecr.io', missing: ['acr'] } as const
  const view = byName(asked([rule('pypi.org'), tagRule('Storage'), rule('x', { peer: unnamed })]), ['outbound'])
  t.same(short(view), ['pypi.org tcp 443'])
  t.match(view.omitted, [
    { what: 'Storage tcp 443', why: /--service-tags FILE/ },
    { what: '${acr}.azurecr.io tcp 443', why: /--set acr=VALUE/ },
  ])
})

t.test('by name and tag: what all tags of a name let through needs no rule by name', async (t) => {
  const smb = [
    [443, 443],
    [445, 445],
  ] as const
  const view = byNameAndTag(
    asked([
      tagRule('Storage', { requirements: ['t/tag'] }),
      rule('acct.file.core.windows.net', { ports: smb, tags: ['Storage'], requirements: ['t/files'] }),
      rule('mcr.microsoft.com', { tags: ['MicrosoftContainerRegistry', 'Storage'] }),
    ]),
    ['outbound'],
  )
  t.same(short(view), ['Storage tcp 443', 'acct.file.core.windows.net tcp 445', 'mcr.microsoft.com tcp 443'])
  t.same(view.rules[0]?.requirements, ['t/tag', 't/files'])
})

t.test('a rule for TCP lets no UDP through', async (t) => {
  const view = byNameAndTag(
    asked([tagRule('AzureMachineLearning'), rule('a.azureml.ms', { protocol: 'udp', tags: ['AzureMachineLearning'] })]),
    ['outbound'],
  )
  t.same(short(view), ['AzureMachineLearning tcp 443', 'a.azureml.ms udp 443'])
})

t.test('other directions stay out, and it is said', async (t) => {
  const view = byName(asked([rule('a.org', { direction: 'inbound' }), rule('b.org', { direction: 'in-cluster' })]), [
    'outbound',
  ])
  t.same(view.rules, [])
  t.match(view.omitted, [{ why: /inbound/ }, { why: /within the Kubernetes cluster/ }])
})

t.test("tags as the networks of Microsoft's file", async (t) => {
  const networks = withNetworks(asked([tagRule('Storage'), tagRule('VirtualNetwork')]), (tag) =>
    tag === 'Storage' ? ['20.60.0.0/16', '2603:1020:206::/48'] : [],
  )
  t.same(
    networks.rules.map(({ peer }) => peerText(peer)),
    ['20.60.0.0/16', '2603:1020:206::/48', 'VirtualNetwork'],
  )
})

t.test('rules that differ in the far end alone are one rule of a firewall', async (t) => {
  const groups = grouped([
    rule('a.org'),
    rule('b.org', { requirements: ['t/b'] }),
    rule('c.org', { ports: [[80, 80]] }),
  ])
  t.same(
    groups.map(({ rules, requirements }) => [rules.length, requirements]),
    [
      [2, ['test/api', 't/b']],
      [1, ['test/api']],
    ],
  )
})
