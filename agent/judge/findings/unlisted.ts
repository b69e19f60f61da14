import { endpointNamer } from '../../endpoint-name.ts'
import type { AzureFailure, Finding, Result } from '../../model.ts'
import { causes, type CauseCode } from '../causes.ts'
import { isWorking } from './finding.ts'

/**
 * The hosts that a workspace depends on were asked for and didn't come. Where the host that was asked fails as an endpoint too,
 * its cause is this one's; where it works, Azure itself refused, or nothing that is known fits.
 */
export const unlistedFinding = (failure: AzureFailure, results: readonly Result[]): Finding => {
  const { host, layer, status, code, says, remedy } = failure
  const asked = results.filter(({ endpoint, cause }) => endpoint.host === host && cause !== null)
  const failing = asked.find((result) => !isWorking(result) && result.layer === layer)
  const nameOf = endpointNamer(results.map(({ endpoint }) => endpoint))
  const cause = (failing?.cause as CauseCode | undefined) ?? causeOf(failure)
  return {
    cause,
    verdict: failing?.verdict ?? (cause === 'unknown' ? 'inconclusive' : causes[cause].verdicts[0]),
    says: `The hosts that the workspace depends on are not among the endpoints: ${says}.`,
    remedy: `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}.`,
    confidence: failing?.confidence ?? (cause === 'unknown' ? 'likely' : 'proven'),
    endpoints: failing === undefined ? [] : [nameOf(failing.endpoint)],
    evidence: [
      `host ${host}`,
      `layer ${layer}`,
      ...(status === undefined ? [] : [`status ${status}`]),
      ...(code === undefined ? [] : [`code ${code}`]),
    ],
  }
}

/** A 401 or 403 with a code of Azure's is the service's own refusal. */
const causeOf = ({ status, code }: AzureFailure): CauseCode =>
  code !== undefined && (status === 401 || status === 403) ? 'http-service-denied' : 'unknown'
