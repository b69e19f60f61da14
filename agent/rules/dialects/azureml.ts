import { objectNames } from '../object-names.ts'
import { common, portText, without } from '../ports.ts'
import { shellWord } from '../quote.ts'
import { comments, headLines, titled } from '../remarks.ts'
import type { Asked, Omission, PortRange, Rule } from '../rule.ts'
import { script } from '../script.ts'
import { byNameAndTag, byTag, trafficText } from '../views.ts'

/** A rule by name of a managed network is for these ports, which can't be chosen. */
const WEB: readonly PortRange[] = [
  [80, 80],
  [443, 443],
]
/** Azure's limit: `^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$`. */
const MOST_NAME = 32

/** `azureml`: `az ml workspace outbound-rule set` for the managed virtual network of a workspace. */
export const azureml = (asked: Asked): string => {
  const omitted: Omission[] = []
  const rules = asked.rules.flatMap((rule) => expressible(rule, asked, omitted))
  const view = byNameAndTag({ ...asked, rules }, ['outbound'])
  const nameFor = objectNames(MOST_NAME)
  const head = headLines(
    asked,
    [...view.omitted, ...omitted],
    "Outbound rules for an Azure Machine Learning workspace's managed virtual network",
    [
      'Run it with RESOURCE_GROUP and WORKSPACE set, after az login, for the isolation mode allow_only_approved_outbound.',
      'What Azure itself requires it has added already; setting it again does no harm.',
      "az's extension ml, which these commands are of, can't be had for our tests: they are written after its documentation.",
    ],
  )
  return script(
    head,
    ['RESOURCE_GROUP', 'WORKSPACE'],
    view.rules.flatMap((rule) => [
      '',
      ...comments('#', titled(rule)),
      ...protocolsOf(rule).map((protocol) =>
        [
          'az ml workspace outbound-rule set --resource-group "$RESOURCE_GROUP" --workspace-name "$WORKSPACE"',
          ...destination(rule, protocol, nameFor),
        ].join(' \\\n  '),
      ),
    ]),
  )
}

const destination = ({ peer, ports }: Rule, protocol: string, nameFor: (text: string) => string): string[] =>
  peer.kind === 'tag'
    ? [
        `--rule ${shellWord(nameFor(`connprobe-${protocol}-${peer.tag}`))} --type service_tag`,
        `--service-tag ${shellWord(peer.tag)} --protocol ${protocol.toUpperCase()} --port-ranges ${shellWord(ports.map((range) => portText(range)).join(','))}`,
      ]
    : [
        `--rule ${shellWord(nameFor(`connprobe-${peer.kind === 'name' ? peer.name : ''}`))} --type fqdn`,
        `--destination ${shellWord(peer.kind === 'name' ? peer.name : '')}`,
      ]

/** A rule by tag is for one protocol. */
const protocolsOf = ({ peer, protocol }: Rule): ('tcp' | 'udp')[] => {
  if (peer.kind !== 'tag') return ['tcp']
  return protocol === 'any' ? ['tcp', 'udp'] : [protocol]
}

/** Storage accounts can't be let through by name in this mode. */
const isStorage = (tag: string): boolean => /^storage(\.|$)/i.test(tag)

/** A name as far as a rule by name goes, the rest by its service tags. */
const expressible = (rule: Rule, asked: Asked, omitted: Omission[]): Rule[] => {
  const { peer, direction, protocol, ports } = rule
  if (direction !== 'outbound') return [rule]
  if (peer.kind === 'address') {
    omitted.push({ what: `${peer.address} ${trafficText(rule)}`, why: 'a managed network has no rules for addresses' })
    return []
  }
  if (peer.kind !== 'name') return [rule]
  const web = protocol === 'udp' || rule.tags.some(isStorage) ? [] : common(ports, WEB)
  const others = without(ports, web)
  const byName = web.length > 0 ? [{ ...rule, ports: web }] : []
  if (others.length === 0) return byName
  const tagged = byTag({ ...asked, rules: [{ ...rule, ports: others }], omitted: [] }, ['outbound'])
  omitted.push(
    ...tagged.omitted.map(({ why }) => ({
      what: `${peer.name} ${trafficText({ ...rule, ports: others })}`,
      why: `a managed network does not let it through by name on these ports, and ${why}`,
    })),
  )
  return [...byName, ...tagged.rules]
}
