import type { Result } from '../../model.ts'
import type { CauseCode } from '../causes.ts'
import { count, groupBy, isWorking, sentences, type Finder } from './finding.ts'

const viaOf = ({ evidence }: Result): string | null =>
  evidence.observations.find(({ via }) => via !== null)?.via ?? null

const WHAT: Partial<Record<CauseCode, string>> = {
  'proxy-unresolved': 'has a name without an address',
  'proxy-unreachable': 'cannot be reached',
  'proxy-auth-required': 'wants credentials',
  'proxy-denied': 'refuses to connect',
  'proxy-bad-gateway': 'cannot reach the endpoints itself',
  'proxy-no-response': 'gives no answer',
}

const REMEDIES: Partial<Record<CauseCode, string>> = {
  'proxy-unresolved': "Correct this machine's proxy setting, or have the proxy's name added to DNS",
  'proxy-unreachable':
    "Ask the network team to let this machine reach the proxy, or correct this machine's proxy setting",
  'proxy-auth-required':
    "Put a user name and password into this machine's proxy setting, or ask the owner of the proxy to exempt these hosts",
  'proxy-denied': 'Ask the owner of the proxy to allow these hosts and ports',
  'proxy-bad-gateway': "Ask the owner of the proxy why it can't resolve or reach these hosts",
  'proxy-no-response': 'Ask the owner of the proxy why it does not answer requests for these hosts',
}

/** One proxy that fails many endpoints in one way. */
export const proxies: Finder = ({ results, all, context }) =>
  groupBy(results, (result) => {
    const via = viaOf(result)
    return via !== null && result.cause !== null && result.cause in WHAT ? `${via} ${result.cause}` : null
  })
    .filter(([, group]) => group.length > 1)
    .map(([key, group]) => {
      const [via = '', code = ''] = key.split(' ')
      const cause = code as CauseCode
      const through = all.filter((result) => viaOf(result) === via)
      const direct = [...context.direct].filter(([, works]) => works).map(([name]) => name)
      return {
        cause,
        confidence: 'proven',
        says: `The proxy ${via} ${WHAT[cause] ?? 'fails'}: ${count(group)} of ${through.length} through it fail for that.`,
        remedy: `${REMEDIES[cause] ?? 'Ask the owner of the proxy'}${direct.length > 0 ? `; without the proxy ${direct.toSorted().join(' and ')} can be reached` : ''}.`,
        results: group,
        evidence: [`${through.filter(isWorking).length} endpoints work through the same proxy`, ...sentences(group, 3)],
      } as const
    })
