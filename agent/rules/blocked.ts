/** What a report saw blocked, as rules. */
import { factsIn, toAscii } from '../catalogue/host.ts'
import { fillKnown, type FactValues } from '../catalogue/names.ts'
import type { Workloads } from '../catalogue/workloads.ts'
import type { Report, ReportResult } from '../report/schema.ts'
import { standingOf } from '../report/standing.ts'
import { farEnd, isAddress } from './peer.ts'
import { optional } from './remarks.ts'
import type { Asked, FarEnd, Omission, Rule } from './rule.ts'

type Reference = ReportResult['requirements'][number]

/** One rule for each requirement of each blocked endpoint: for the pattern that was stated, not for the name that was probed. */
export const blockedRules = (report: Report, workloads: Workloads): Asked => {
  const facts = Object.fromEntries(Object.entries(report.vantage.facts).map(([name, { value }]) => [name, value]))
  const omitted: Omission[] = []
  const rules = report.results
    .filter((result) => standingOf(result) === 'blocked')
    .flatMap((result) =>
      result.requirements.flatMap((reference) => {
        const direction = directionOf(reference)
        const end = farEnd(nameOf(result, reference, facts), direction, workloads)
        if (end !== null) return [ruleOf(result, reference, direction, end, facts)]
        omitted.push({ what: result.endpoint.host, why: 'it is neither a host name nor a known workload' })
        return []
      }),
    )
  return {
    rules,
    omitted,
    origin: [`What was blocked in the run of ${report.startedAt} on ${report.vantage.hostname}`],
  }
}

const directionOf = ({ direction }: Reference): Rule['direction'] =>
  direction === 'inbound' || direction === 'in-cluster' ? direction : 'outbound'

/** The pattern; the name that was probed where the report lacks a fact of it. */
const nameOf = ({ endpoint }: ReportResult, { host }: Reference, facts: FactValues): string => {
  const pattern = fillKnown(host, facts)
  return factsIn(pattern).length > 0 ? endpoint.host : toAscii(pattern)
}

const ruleOf = (
  result: ReportResult,
  { manifest, id, purpose, required, serviceTags = [], vantage = 'compute' }: Reference,
  direction: Rule['direction'],
  end: FarEnd,
  facts: FactValues,
): Rule => ({
  direction,
  peer: end.peer,
  protocol: result.endpoint.protocol,
  ports: end.ports ?? [[result.endpoint.port, result.endpoint.port]],
  tags: serviceTags.map((tag) => fillKnown(tag, facts)),
  purposes: [required ? purpose : optional(purpose)],
  requirements: [`${manifest}/${id}`],
  vantages: [vantage],
  seen: addressesOf(result),
})

/** Addresses that the name had for this machine: none through a proxy, which resolves for it, and none where DNS is at fault. */
const addressesOf = ({ layer, observations }: ReportResult): string[] => {
  if (layer === 'dns') return []
  const addresses = observations.flatMap(({ address, via, steps }) =>
    via !== null
      ? []
      : [
          ...(address === null ? [] : [address]),
          ...steps.flatMap((step) => (step.phase === 'resolve' && step.ok ? step.facts.addresses : [])),
        ],
  )
  return [...new Set(addresses.map((address) => address.toLowerCase()).filter(isAddress))]
}
