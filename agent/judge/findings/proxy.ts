import type { Result } from '../../model.ts'
import { causes, type CauseCode } from '../causes.ts'
import { count, groupBy, isWorking, type Finder } from './finding.ts'

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
        remedy: causes[cause].remedy({
          host: 'these hosts',
          port: 443,
          protocol: 'tcp',
          address: null,
          via,
          ...(direct.length > 0 && { besides: `without the proxy ${direct.toSorted().join(', ')} works` }),
        }),
        results: group,
        evidence: [
          `${through.filter(isWorking).length} endpoints work through the same proxy`,
          ...group.slice(0, 3).map(({ says }) => says),
        ],
      } as const
    })
