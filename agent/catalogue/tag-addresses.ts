import type { Evidence, RunEvidence } from '../model.ts'
import { serviceTagRemark, type ServiceTags } from './service-tags.ts'

/**
 * Adds to a run the service tags of every address that its names resolved to here, and a remark to each endpoint with an address in
 * none of the tags that its requirement names. Through a proxy nothing is resolved here, and where others connect to this machine
 * the address is its own.
 */
export const tagAddresses = (run: RunEvidence, tags: ServiceTags): RunEvidence => {
  const addresses = new Set(run.endpoints.flatMap(addressesOf))
  return {
    ...run,
    endpoints: run.endpoints.map((evidence) => withRemarks(evidence, tags)),
    serviceTags: [...addresses].map((address) => ({ address, tags: tags.tagsOf(address) })),
  }
}

const addressesOf = ({ endpoint: { requirements }, observations }: Evidence): string[] =>
  requirements.some(({ direction }) => direction === 'inbound')
    ? []
    : observations
        .filter(({ via }) => via === null)
        .flatMap(({ steps }) =>
          steps.flatMap((step) => (step.phase === 'resolve' ? (step.facts?.addresses ?? []) : [])),
        )

const withRemarks = (evidence: Evidence, tags: ServiceTags): Evidence => {
  const wanted = evidence.endpoint.requirements.flatMap(({ serviceTags = [] }) =>
    serviceTags.length > 0 ? [serviceTags] : [],
  )
  const remarks = addressesOf(evidence).flatMap((address) =>
    wanted.flatMap((names) => {
      const remark = serviceTagRemark(tags, address, names)
      return remark === null ? [] : [`${remark}.`]
    }),
  )
  return remarks.length === 0
    ? evidence
    : { ...evidence, remarks: [...new Set([...(evidence.remarks ?? []), ...remarks])] }
}
