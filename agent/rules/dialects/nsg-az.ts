import { nsg } from '../nsg.ts'
import { shellWord } from '../quote.ts'
import { comments } from '../remarks.ts'
import type { Asked } from '../rule.ts'
import { script } from '../script.ts'

/** `nsg-az`: `az network nsg rule create` for each rule. */
export const nsgAz = (asked: Asked): string => {
  const { head, rules } = nsg(asked, ['Run it with RESOURCE_GROUP and NSG set, after az login.'])
  return script(
    head,
    ['RESOURCE_GROUP', 'NSG'],
    rules.flatMap((rule) => [
      '',
      ...comments('#', rule.reason),
      [
        'az network nsg rule create --resource-group "$RESOURCE_GROUP" --nsg-name "$NSG"',
        `--name ${shellWord(rule.name)}`,
        `--priority ${rule.priority} --direction ${rule.direction} --access Allow --protocol ${shellWord(rule.protocol)}`,
        `--source-address-prefixes ${rule.sources.map(shellWord).join(' ')} --source-port-ranges '*'`,
        `--destination-address-prefixes ${rule.destinations.map(shellWord).join(' ')}`,
        `--destination-port-ranges ${rule.ports.map(shellWord).join(' ')}`,
        `--description ${shellWord(rule.description)}`,
      ].join(' \\\n  '),
    ]),
  )
}
