import { objectNames } from '../object-names.ts'
import { peerText } from '../peer.ts'
import { shellWord } from '../quote.ts'
import { comments, headLines, reasonLines } from '../remarks.ts'
import type { Asked } from '../rule.ts'
import { script } from '../script.ts'
import { byTag } from '../views.ts'

const MOST_NAME = 80

/**
 * `udr-az`: routes for compute with a public IP address. What comes in from Azure passes the firewall by, so the answers must
 * too: a route to each service tag that comes in, by the internet.
 */
export const udrAz = (asked: Asked): string => {
  const inbound = asked.rules.filter(({ direction }) => direction === 'inbound')
  const { rules, omitted } = byTag({ ...asked, rules: inbound }, ['inbound'])
  const nameFor = objectNames(MOST_NAME)
  const head = headLines(asked, omitted, 'Routes for Azure Machine Learning compute with a public IP address', [
    'Run it with RESOURCE_GROUP and ROUTE_TABLE set, after az login.',
    'For inbound connections alone: what goes out is for the rules of the firewall.',
    ...(rules.length === 0 ? ['Nothing that is asked for comes in: --manifest public-ip is what does.'] : []),
  ])
  return script(
    head,
    ['RESOURCE_GROUP', 'ROUTE_TABLE'],
    rules.flatMap((rule) => [
      '',
      ...comments('#', reasonLines(rule)),
      [
        'az network route-table route create --resource-group "$RESOURCE_GROUP" --route-table-name "$ROUTE_TABLE"',
        `--name ${shellWord(nameFor(`connprobe-${peerText(rule.peer)}`))}`,
        `--address-prefix ${shellWord(peerText(rule.peer))} --next-hop-type Internet`,
      ].join(' \\\n  '),
    ]),
  )
}
