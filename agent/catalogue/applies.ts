/** Whether a requirement is due here, and whether it can be tested from here. */
import type { Endpoint, Vantage } from '../model.ts'
import { FACTS, isFactName } from './facts.ts'
import type { Requirement } from './manifest.ts'
import type { FactValues } from './names.ts'

/** Why an endpoint can't be tested. */
export type Untestable = NonNullable<Endpoint['untestable']>

/** Whether the known facts rule a requirement out. */
export const isRuledOut = ({ when }: Requirement, facts: FactValues): boolean =>
  Object.entries(when ?? {}).some(([fact, due]) => facts[fact] !== undefined && facts[fact] !== String(due))

/**
 * Why no endpoint of this requirement can be tested from here; null where they can.
 * What only a browser or an editor needs isn't asked of compute, where it may well be closed. Of a machine that shows nothing
 * of what it is, everything that starts from a machine is asked.
 */
export const whyUntestable = (
  requirement: Requirement,
  facts: FactValues,
  kind: Vantage['kind'],
): Untestable | null => {
  const says = wrongVantage(requirement, kind)
  if (says !== null) return { cause: 'wrong-vantage', says }
  const unknown = Object.keys(requirement.when ?? {}).filter((fact) => facts[fact] === undefined)
  return unknown.length > 0 ? missingFacts(unknown, 'whether it applies depends on') : null
}

/** @param names at least one */
export const missingFacts = (names: readonly string[], lead = 'its name depends on'): Untestable => {
  const list = names.map((name) => `${name} (${isFactName(name) ? FACTS[name].says : 'unknown'})`).join(', ')
  const options = names.map((name) => `--set ${name}=VALUE`).join(' ')
  return { cause: 'missing-fact', fact: names[0] ?? '', says: `${lead} ${list}: give ${options}` }
}

const COMPUTE: readonly Vantage['kind'][] = ['compute-instance', 'job', 'kubernetes']

const wrongVantage = ({ direction, vantage }: Requirement, kind: Vantage['kind']): string | null => {
  if (direction === 'inbound') return 'the connection comes in from outside: only the other side can try it'
  if (direction === 'in-cluster' && (kind === 'compute-instance' || kind === 'vm'))
    return 'it is within a Kubernetes cluster: run connprobe in a pod there'
  if (vantage === 'control-plane') return "Azure's control plane must reach it, nothing of yours"
  if (vantage === 'client' && COMPUTE.includes(kind))
    return "the user's browser or editor must reach it, compute need not: run connprobe on the user's machine"
  if (vantage === 'node' && kind === 'compute-instance')
    return 'the nodes of a Kubernetes cluster must reach it: run connprobe there'
  return null
}
