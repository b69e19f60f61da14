/** Ports as a manifest states them, and the kind of probe that a port gets when the manifest names none. */
import type { ProbeKind } from '../../probes/probe.ts'
import type { Requirement } from './manifest.ts'

/** One port of a requirement, ready to probe. */
export type PlainPort = {
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  readonly probe: ProbeKind
  readonly listener?: 'unproven'
}

/** What a manifest calls a port: a number, a range `a-b`, or a number with what is known of it. */
export type StatedPort = Requirement['ports'][number]

/** First and last port of a range `8704-8710`; null where it isn't one. Doesn't check the bounds. */
export const parseRange = (text: string): readonly [first: number, last: number] | null => {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text)
  return match === null ? null : [Number(match[1]), Number(match[2])]
}

/** How many ports this states. */
export const countPorts = (stated: StatedPort): number => {
  if (typeof stated !== 'string') return 1
  const [first, last] = parseRange(stated) ?? [0, 0]
  return last - first + 1
}

/** Every port of a requirement, ranges written out, in the order stated. `any` is probed over TCP, the half that answers. */
export const plainPorts = (requirement: Pick<Requirement, 'ports' | 'probe' | 'protocol'>): PlainPort[] => {
  const protocol = requirement.protocol === 'udp' ? 'udp' : 'tcp'
  return requirement.ports.flatMap((stated) => {
    const { listener, probe } = typeof stated === 'object' ? stated : {}
    return portsOf(stated).map((port) => ({
      port,
      protocol,
      probe: probe ?? requirement.probe ?? defaultProbe(protocol, port),
      ...(listener && { listener }),
    }))
  })
}

/** The probe of the ports that state none of their own, else of the first; null without ports. */
export const probeOf = (requirement: Pick<Requirement, 'ports' | 'probe' | 'protocol'>): ProbeKind | null => {
  const plain = requirement.ports.filter((stated) => typeof stated !== 'object' || stated.probe === undefined)
  const [first] = plainPorts({ ...requirement, ports: (plain.length > 0 ? plain : requirement.ports).slice(0, 1) })
  return requirement.probe ?? first?.probe ?? null
}

const portsOf = (stated: StatedPort): number[] => {
  if (typeof stated === 'number') return [stated]
  if (typeof stated === 'object') return [stated.port]
  const [first, last] = parseRange(stated) ?? [0, 0]
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

const BY_PORT: Readonly<Record<number, ProbeKind>> = {
  53: 'dns',
  80: 'http',
  443: 'https',
  445: 'smb',
  8787: 'https',
  18881: 'https',
}

/** The kind of probe that a port gets when the manifest names none. */
export const defaultProbe = (protocol: 'tcp' | 'udp' | 'any', port: number): ProbeKind =>
  protocol === 'udp' ? (port === 53 ? 'dns' : 'udp') : (BY_PORT[port] ?? 'tcp')
