import { isPublic } from './addresses.ts'
import { interceptorOf, isAuthenticated, shortName, authorityOf, trustedBy, wantsClientCertificate } from './trust.ts'
import { tlsOf, type View } from './view.ts'

/** Remarks on an observation that are no fault, one sentence each. */
export const notesOn = (view: View): string[] =>
  [clientCertificate(view), privateLink(view), systemTrust(view), leftOut(view)].filter((note) => note !== null)

const clientCertificate = (view: View): string | null =>
  wantsClientCertificate(view) || (tlsOf(view)?.clientCertificateWanted === true && isAuthenticated(view))
    ? 'The service asks for a client certificate, which no TLS inspection can pass on.'
    : null

const privateLink = ({ evidence: { endpoint }, steps, observation }: View): string | null => {
  const facts = observation.via === null ? steps.resolve?.facts : undefined
  const link = facts?.chain.find((name) => name.toLowerCase().split('.').includes('privatelink'))
  if (facts === undefined || link === undefined || endpoint.expect.private !== undefined) return null
  return facts.addresses.some(isPublic)
    ? `The alias leads through ${link} to a public address: the resource has private endpoints somewhere, and this network doesn't use them.`
    : null
}

const systemTrust = (view: View): string | null => {
  const facts = tlsOf(view)
  if (facts === null || trustedBy(facts) !== 'system') return null
  if (interceptorOf(facts, view.evidence.endpoint, view.context) !== null) return null
  return `Only this machine's own trust store accepts the CA "${shortName(authorityOf(facts) ?? '')}"; programs with their own list of CAs may not.`
}

const leftOut = ({ steps }: View): string | null => {
  const cut = steps.resolve?.facts?.cut
  return cut === undefined || cut === 0 ? null : `${cut} more addresses of the name were not probed.`
}
