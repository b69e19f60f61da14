import { hclBlock, hclList, hclVariable } from '../hcl.ts'
import { nsg } from '../nsg.ts'
import { hclString } from '../quote.ts'
import { comments } from '../remarks.ts'
import type { Asked } from '../rule.ts'

/** `nsg-terraform`: an `azurerm_network_security_rule` for each rule. */
export const nsgTerraform = (asked: Asked): string => {
  const { head, rules } = nsg(asked, [
    'Our tests check its form (terraform fmt); terraform validate needs the azurerm provider.',
  ])
  return [
    ...comments('#', head),
    '',
    ...hclVariable('resource_group_name', 'string', 'Resource group of the network security group'),
    ...hclVariable('nsg_name', 'string', 'The network security group'),
    ...rules.flatMap((rule) => [
      ...hclBlock({
        head: `resource "azurerm_network_security_rule" ${hclString(rule.name)}`,
        remarks: rule.reason,
        arguments: [
          ['resource_group_name', 'var.resource_group_name'],
          ['network_security_group_name', 'var.nsg_name'],
          ['name', hclString(rule.name)],
          ['description', hclString(rule.description)],
          ['priority', String(rule.priority)],
          ['direction', hclString(rule.direction)],
          ['access', hclString('Allow')],
          ['protocol', hclString(rule.protocol)],
          prefixes('source', rule.sources),
          ['source_port_range', hclString('*')],
          prefixes('destination', rule.destinations),
          ['destination_port_ranges', hclList(rule.ports)],
        ],
      }),
      '',
    ]),
  ].join('\n')
}

/** One prefix, which may be a tag, or several, which may not. */
const prefixes = (end: string, [first = '*', ...others]: readonly string[]): readonly [string, string] =>
  others.length === 0
    ? [`${end}_address_prefix`, hclString(first)]
    : [`${end}_address_prefixes`, hclList([first, ...others])]
