import { bicepList } from '../bicep.ts'
import { firewall, PRIORITIES, type ApplicationRule, type NetworkRule } from '../firewall.ts'
import { bicepString } from '../quote.ts'
import { comments } from '../remarks.ts'
import type { Asked } from '../rule.ts'

/** `firewall-bicep`: a rule collection group of an Azure Firewall policy that exists. */
export const firewallBicep = (asked: Asked): string => {
  const { head, network, application } = firewall(asked, [
    'Deploy it: az deployment group create --template-file FILE --parameters policyName=NAME sourceAddresses=\'["10.0.0.0/24"]\'',
    'No compiler of Bicep checks this output in our tests: bicep build FILE does.',
  ])
  return [
    ...comments('//', head),
    'param policyName string',
    "@description('Subnets of the compute')",
    'param sourceAddresses array',
    'param groupPriority int = 1000',
    '',
    "resource policy 'Microsoft.Network/firewallPolicies@2023-11-01' existing = {",
    '  name: policyName',
    '}',
    '',
    "resource group 'Microsoft.Network/firewallPolicies/ruleCollectionGroups@2023-11-01' = {",
    '  parent: policy',
    "  name: 'connprobe'",
    '  properties: {',
    '    priority: groupPriority',
    '    ruleCollections: [',
    ...collection('network', network.map(networkRule)),
    ...collection('application', application.map(applicationRule)),
    '    ]',
    '  }',
    '}',
    '',
  ].join('\n')
}

/** A collection without rules is an error: none then. */
const collection = (kind: keyof typeof PRIORITIES, rules: readonly string[][]): string[] =>
  rules.length === 0
    ? []
    : [
        '      {',
        "        ruleCollectionType: 'FirewallPolicyFilterRuleCollection'",
        `        name: 'connprobe-${kind}'`,
        `        priority: ${PRIORITIES[kind]}`,
        '        action: {',
        "          type: 'Allow'",
        '        }',
        '        rules: [',
        ...rules.flat(),
        '        ]',
        '      }',
      ]

const networkRule = (rule: NetworkRule): string[] =>
  ruleLines(rule, 'NetworkRule', [
    `ipProtocols: ${bicepList([rule.protocol], 12)}`,
    rule.names.length > 0
      ? `destinationFqdns: ${bicepList(rule.names, 12)}`
      : `destinationAddresses: ${bicepList(rule.addresses, 12)}`,
    `destinationPorts: ${bicepList(rule.ports, 12)}`,
  ])

const applicationRule = (rule: ApplicationRule): string[] =>
  ruleLines(rule, 'ApplicationRule', [
    'protocols: [',
    ...rule.protocols.flatMap(({ type, port }) => [
      '  {',
      `    protocolType: ${bicepString(type)}`,
      `    port: ${port}`,
      '  }',
    ]),
    ']',
    `targetFqdns: ${bicepList(rule.names, 12)}`,
  ])

const ruleLines = (
  { name, description, reason }: NetworkRule | ApplicationRule,
  type: string,
  lines: readonly string[],
): string[] => [
  ...comments('          //', reason),
  '          {',
  ...[
    `ruleType: ${bicepString(type)}`,
    `name: ${bicepString(name)}`,
    `description: ${bicepString(description)}`,
    'sourceAddresses: sourceAddresses',
    ...lines,
  ].map((line) => `            ${line}`),
  '          }',
]
