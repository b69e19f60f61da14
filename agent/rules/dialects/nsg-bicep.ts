import { nsg } from '../nsg.ts'
import { bicepString } from '../quote.ts'
import { comments } from '../remarks.ts'
import type { Asked } from '../rule.ts'
import { bicepList } from '../bicep.ts'

/** `nsg-bicep`: the rules as children of a network security group that exists. */
export const nsgBicep = (asked: Asked): string => {
  const { head, rules } = nsg(asked, [
    'Deploy it: az deployment group create --template-file FILE --parameters nsgName=NAME',
    'No compiler of Bicep checks this output in our tests: bicep build FILE does.',
  ])
  return [
    ...comments('//', head),
    'param nsgName string',
    '',
    "resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' existing = {",
    '  name: nsgName',
    '}',
    '',
    'var rules = [',
    ...rules.flatMap((rule) => [
      ...comments('  //', rule.reason),
      '  {',
      `    name: ${bicepString(rule.name)}`,
      '    properties: {',
      `      description: ${bicepString(rule.description)}`,
      `      priority: ${rule.priority}`,
      `      direction: ${bicepString(rule.direction)}`,
      "      access: 'Allow'",
      `      protocol: ${bicepString(rule.protocol)}`,
      ...prefixes('source', rule.sources),
      "      sourcePortRange: '*'",
      ...prefixes('destination', rule.destinations),
      `      destinationPortRanges: ${bicepList(rule.ports, 6)}`,
      '    }',
      '  }',
    ]),
    ']',
    '',
    '// One at a time: a network security group takes one change after the other.',
    '@batchSize(1)',
    "resource securityRules 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = [for rule in rules: {",
    '  parent: nsg',
    '  name: rule.name',
    '  properties: rule.properties',
    '}]',
    '',
  ].join('\n')
}

/** One prefix, which may be a tag, or several, which may not. */
const prefixes = (end: string, [first = '*', ...others]: readonly string[]): string[] =>
  others.length === 0
    ? [`      ${end}AddressPrefix: ${bicepString(first)}`]
    : [`      ${end}AddressPrefixes: ${bicepList([first, ...others], 6)}`]
