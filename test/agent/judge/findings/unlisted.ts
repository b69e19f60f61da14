import t from 'tap'
import { unlistedFinding } from '../../../../agent/judge/findings/unlisted.ts'
import type { AzureFailure } from '../../../../agent/model.ts'
import { endpoint, result } from '../../../fixtures/report.ts'

const failure = (changes: Partial<AzureFailure>): AzureFailure => ({
  host: 'management.azure.com',
  layer: 'http',
  says: 'management.azure.com answered 403 (AuthorizationFailed)',
  remedy: 'give the identity the role Reader on the workspace',
  ...changes,
})
const arm = endpoint('management.azure.com')

t.test('what Azure itself refuses is its denial, with host and layer', async (t) => {
  t.strictSame(unlistedFinding(failure({ status: 403, code: 'AuthorizationFailed' }), [result(arm)]), {
    cause: 'http-service-denied',
    verdict: 'denied',
    says: 'The hosts that the workspace depends on are not among the endpoints: management.azure.com answered 403 (AuthorizationFailed).',
    remedy: 'Give the identity the role Reader on the workspace.',
    confidence: 'proven',
    endpoints: [],
    evidence: ['host management.azure.com', 'layer http', 'status 403', 'code AuthorizationFailed'],
  })
})

t.test('a host that fails as an endpoint at the same layer gives its cause', async (t) => {
  const blocked = result(arm, { verdict: 'blocked', cause: 'tcp-timeout', layer: 'tcp', confidence: 'likely' })
  t.match(unlistedFinding(failure({ layer: 'tcp' }), [blocked]), {
    cause: 'tcp-timeout',
    verdict: 'blocked',
    confidence: 'likely',
    endpoints: ['management.azure.com:443'],
  })
  t.match(unlistedFinding(failure({ layer: 'dns' }), [blocked]), { cause: 'unknown', endpoints: [] })
})

t.test('what nothing explains is unknown: a 403 without a code may be anybody’s', async (t) => {
  for (const changes of [{ status: 403 }, { status: 404, code: 'ResourceNotFound' }, { layer: 'local' as const }])
    t.match(unlistedFinding(failure(changes), [result(arm)]), {
      cause: 'unknown',
      verdict: 'inconclusive',
      confidence: 'likely',
    })
})
