import { firewall, PRIORITIES } from '../firewall.ts'
import { shellWord } from '../quote.ts'
import { comments } from '../remarks.ts'
import type { Asked } from '../rule.ts'
import { script } from '../script.ts'

/** `firewall-az`: a rule collection group of an Azure Firewall policy that exists, rule by rule. */
export const firewallAz = (asked: Asked): string => {
  const { head, network, application } = firewall(asked, [
    'Run it with RESOURCE_GROUP, POLICY and SOURCES (the subnets of the compute, by blanks) set, after az login.',
    "az's extension azure-firewall, which these commands are of, can't be had for our tests: they are written after its",
    'documentation.',
  ])
  return script(
    head,
    ['RESOURCE_GROUP', 'POLICY', 'SOURCES'],
    [
      '# shellcheck disable=SC2086 # several subnets are several words',
      'set -- $SOURCES',
      '',
      'az network firewall policy rule-collection-group create --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" \\',
      '  --name connprobe --priority "${PRIORITY:-1000}"',
      ...collection(
        'network',
        network.map(({ name, description, reason, protocol, names, addresses, ports }) => ({
          reason,
          words: [
            `--name ${shellWord(name)} --rule-type NetworkRule --ip-protocols ${protocol}`,
            names.length > 0
              ? `--destination-fqdns ${names.map(shellWord).join(' ')}`
              : `--destination-addresses ${addresses.map(shellWord).join(' ')}`,
            `--destination-ports ${ports.map(shellWord).join(' ')}`,
            `--description ${shellWord(description)}`,
          ],
        })),
      ),
      ...collection(
        'application',
        application.map(({ name, description, reason, protocols, names }) => ({
          reason,
          words: [
            `--name ${shellWord(name)} --rule-type ApplicationRule`,
            `--protocols ${protocols.map(({ type, port }) => `${type}=${port}`).join(' ')}`,
            `--target-fqdns ${names.map(shellWord).join(' ')}`,
            `--description ${shellWord(description)}`,
          ],
        })),
      ),
    ],
  )
}

type Command = { readonly reason: readonly string[]; readonly words: readonly string[] }

/** A collection comes with its first rule; the others are added to it. */
const collection = (kind: keyof typeof PRIORITIES, rules: readonly Command[]): string[] =>
  rules.flatMap(({ reason, words }, n) => [
    '',
    ...comments('#', reason),
    [
      `az network firewall policy rule-collection-group collection ${n === 0 ? 'add-filter-collection' : 'rule add'}`,
      '--resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" --rule-collection-group-name connprobe',
      '--source-addresses "$@"',
      ...(n === 0
        ? [
            `--name connprobe-${kind} --collection-priority ${PRIORITIES[kind]} --action Allow`,
            ...words.map((word) => word.replace(/^--name /, '--rule-name ')),
          ]
        : [`--collection-name connprobe-${kind}`, ...words]),
    ].join(' \\\n  '),
  ])
