import { firewall, PRIORITIES, type ApplicationRule, type NetworkRule } from '../firewall.ts'
import { hclBlock, hclList, hclVariable, type Block } from '../hcl.ts'
import { hclString } from '../quote.ts'
import { comments } from '../remarks.ts'
import type { Asked } from '../rule.ts'

/** `firewall-terraform`: an `azurerm_firewall_policy_rule_collection_group`. */
export const firewallTerraform = (asked: Asked): string => {
  const { head, network, application } = firewall(asked, [
    'Our tests check its form (terraform fmt); terraform validate needs the azurerm provider.',
  ])
  return [
    ...comments('#', head),
    '',
    ...hclVariable('firewall_policy_id', 'string', 'The firewall policy'),
    ...hclVariable('source_addresses', 'list(string)', 'Subnets of the compute'),
    ...hclBlock({
      head: 'resource "azurerm_firewall_policy_rule_collection_group" "connprobe"',
      arguments: [
        ['name', hclString('connprobe')],
        ['firewall_policy_id', 'var.firewall_policy_id'],
        ['priority', '1000'],
      ],
      blocks: [
        ...collection('network', network.map(networkRule)),
        ...collection('application', application.map(applicationRule)),
      ],
    }),
    '',
  ].join('\n')
}

/** A collection without rules is an error: none then. */
const collection = (kind: keyof typeof PRIORITIES, rules: readonly Block[]): Block[] =>
  rules.length === 0
    ? []
    : [
        {
          head: `${kind}_rule_collection`,
          arguments: [
            ['name', hclString(`connprobe-${kind}`)],
            ['priority', String(PRIORITIES[kind])],
            ['action', hclString('Allow')],
          ],
          blocks: rules,
        },
      ]

const networkRule = (rule: NetworkRule): Block => ({
  head: 'rule',
  remarks: rule.reason,
  arguments: [
    ['name', hclString(rule.name)],
    ['protocols', hclList([rule.protocol])],
    ['source_addresses', 'var.source_addresses'],
    rule.names.length > 0
      ? ['destination_fqdns', hclList(rule.names)]
      : ['destination_addresses', hclList(rule.addresses)],
    ['destination_ports', hclList(rule.ports)],
  ],
})

const applicationRule = (rule: ApplicationRule): Block => ({
  head: 'rule',
  remarks: rule.reason,
  arguments: [
    ['name', hclString(rule.name)],
    ['description', hclString(rule.description)],
    ['source_addresses', 'var.source_addresses'],
    ['destination_fqdns', hclList(rule.names)],
  ],
  blocks: rule.protocols.map(({ type, port }) => ({
    head: 'protocols',
    arguments: [
      ['type', hclString(type)],
      ['port', String(port)],
    ],
  })),
})
