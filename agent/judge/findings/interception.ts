import type { TlsFacts } from '../../../probes/observation.ts'
import type { Result } from '../../model.ts'
import type { Context } from '../context.ts'
import { tlsStepOf } from '../handshake.ts'
import { interceptorOf, isTrustUnknown, trustedBy, type Interceptor } from '../trust.ts'
import { count, groupBy, has, type Finder } from './finding.ts'

const factsOf = ({ evidence }: Result): readonly TlsFacts[] =>
  evidence.observations.flatMap((observation) => tlsStepOf(observation)?.facts ?? [])

const interceptorOn = (result: Result, context: Context): Interceptor | null =>
  factsOf(result)
    .map((facts) => interceptorOf(facts, result.endpoint, context))
    .find((interceptor) => interceptor !== null) ?? null

/** Each CA by which TLS is intercepted, with all that it intercepts. */
export const interception: Finder = ({ all, context }) => {
  const hit = all.filter((result) => has(result, 'tls-intercepted'))
  return groupBy(hit, (result) => interceptorOn(result, context)?.ca ?? null).flatMap(([ca, results]) => {
    const interceptors = results.flatMap((result) => interceptorOn(result, context) ?? [])
    const vendor = interceptors.find((one) => one.vendor !== null)?.vendor ?? null
    const trusted = results.every((result) =>
      factsOf(result).every((facts) => trustedBy(facts) !== null || isTrustUnknown(facts)),
    )
    const fingerprints = [...new Set(interceptors.map(({ fingerprint }) => fingerprint))].toSorted().slice(0, 3)
    return [
      {
        cause: 'tls-intercepted',
        verdict: trusted ? 'degraded' : 'blocked',
        confidence: 'proven',
        says: `TLS is intercepted: "${ca}"${vendor === null ? '' : ` (${vendor})`} makes the certificates of ${count(results)}${trusted ? ', and this machine trusts it' : ', and this machine does not trust it'}.`,
        remedy: `Ask the network team to exempt these hosts from TLS inspection, or install the CA "${ca}" in every trust store of this machine (system, Python, Java, Node).`,
        results,
        evidence: [`CA: ${ca}`, ...fingerprints.map((fingerprint) => `SHA-256 ${fingerprint}`)],
      },
    ] as const
  })
}
