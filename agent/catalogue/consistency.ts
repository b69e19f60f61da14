/** What must hold between the keys of one requirement. */
import type { RefinementCtx } from 'zod'
import type { ProbeKind } from '../../probes/probe.ts'
import { CLOUDS } from './clouds.ts'
import { hostsIn, isWildcard, standsFor } from './host.ts'
import type { Requirement } from './manifest.ts'
import { countPorts, defaultProbe, plainPorts, type StatedPort } from './ports.ts'

/** A requirement of more ports is a mistake, or a port scan. */
const MOST_PORTS = 10_000

const WITH_PATH: readonly ProbeKind[] = ['http', 'https', 'websocket']
const WITH_TLS: readonly ProbeKind[] = ['https', 'tls', 'websocket']
const OVER_UDP: readonly ProbeKind[] = ['udp', 'dns']

/** Adds an issue for each contradiction. */
export const checkRequirement = (requirement: Requirement, context: RefinementCtx): void => {
  const complain = (message: string, ...path: (string | number)[]) =>
    context.addIssue({ code: 'custom', message, path, input: requirement })
  const count = requirement.ports.reduce<number>((sum, port) => sum + countPorts(port), 0)
  if (count > MOST_PORTS) {
    complain(`states ${count} ports: at most ${MOST_PORTS}`, 'ports')
    return
  }
  const defaults = mixedDefaults(requirement)
  if (defaults !== null) complain(defaults, 'ports')
  const probes = new Set(plainPorts(requirement).map(({ probe }) => probe))
  for (const probe of probes) {
    const fits = requirement.protocol === 'udp' ? OVER_UDP.includes(probe) : probe !== 'udp'
    if (!fits) complain(`the probe '${probe}' doesn't go over ${requirement.protocol}`, 'probe')
  }
  const uses = (kinds: readonly ProbeKind[]) => kinds.some((kind) => probes.has(kind))
  if (requirement.path !== undefined && !uses(WITH_PATH)) complain(`is for ${WITH_PATH.join(', ')} alone`, 'path')
  if (requirement.sni !== undefined && !uses(WITH_TLS)) complain(`is for ${WITH_TLS.join(', ')} alone`, 'sni')
  if (requirement.tls !== undefined && !probes.has('websocket')) complain('is for websocket alone', 'tls')
  if (requirement.expect?.websocket === true && !probes.has('websocket'))
    complain("is for the probe 'websocket' alone", 'expect', 'websocket')
  for (const index of strayRepresentatives(requirement))
    complain('ends like none of the hosts: remove it, or add the pattern that it stands for', 'representatives', index)
}

/** Ports without a probe of their own must have the same default, or the probe must be stated. */
const mixedDefaults = ({ ports, probe, protocol }: Requirement): string | null => {
  if (probe !== undefined) return null
  const kinds = new Map(
    ports
      .filter(ownsNoProbe)
      .flatMap((stated) => plainPorts({ ports: [stated], protocol, probe: undefined }))
      .map(({ port }) => [defaultProbe(protocol, port), port]),
  )
  if (kinds.size < 2) return null
  const list = [...kinds].map(([kind, port]) => `${port} ${kind}`).join(', ')
  return `have different default probes (${list}): state 'probe', or write {port, probe} for each that differs`
}

const ownsNoProbe = (stated: StatedPort): boolean => typeof stated !== 'object' || stated.probe === undefined

const strayRepresentatives = ({ hosts, representatives }: Requirement): number[] => {
  const stated = [...new Set(CLOUDS.flatMap((cloud) => hostsIn(hosts, cloud)))]
  const targets = stated.some(isWildcard) ? stated.filter(isWildcard) : stated
  return representatives.flatMap(({ host }, index) =>
    targets.some((target) => standsFor(host, target)) ? [] : [index],
  )
}
