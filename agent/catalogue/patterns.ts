/** The requirements as the manifests state them, unexpanded: what `list --patterns` prints. */
import type { Cloud } from '../model.ts'
import { hostsIn } from './host.ts'
import type { Manifest, Representative, Requirement, Source } from './manifest.ts'
import { representativesOf } from './names.ts'
import { probeOf, type StatedPort } from './ports.ts'

/** One stated host in one cloud. The names are a contract. */
export type Pattern = {
  readonly manifest: string
  readonly id: string
  readonly purpose: string | null
  readonly section: string | null
  readonly cloud: Cloud
  /** As stated, facts as `${region}`; the service tag or the workload's name where the row names no host. */
  readonly host: string
  /** Numbers, and ranges as `a-b`. */
  readonly ports: readonly (number | string)[]
  readonly protocol: Requirement['protocol']
  readonly direction: Requirement['direction']
  readonly vantage: Requirement['vantage']
  /** Of the ports that state none of their own. */
  readonly probe: string | null
  readonly required: boolean
  readonly serviceTags: readonly string[]
  readonly representatives: readonly Representative[]
  readonly when: Readonly<Record<string, string | boolean>> | null
  readonly source: Source | null
}

/**
 * One object for each stated host and cloud, in the manifests' order.
 * @param since only rows of a later date than this day (`2024-04-08`); a row without a date isn't newer than anything
 */
export const patterns = (manifests: readonly Manifest[], clouds: readonly Cloud[], since?: string): Pattern[] =>
  manifests
    .flatMap((manifest) =>
      manifest.requirements.flatMap((requirement) =>
        clouds.flatMap((cloud) =>
          hostsIn(requirement.hosts, cloud).map((host) => patternOf(manifest, requirement, cloud, host)),
        ),
      ),
    )
    .filter(({ source }) => since === undefined || (source !== null && source.date > since))

const patternOf = (manifest: Manifest, requirement: Requirement, cloud: Cloud, host: string): Pattern => ({
  manifest: manifest.name,
  id: requirement.id,
  purpose: requirement.purpose ?? null,
  section: requirement.section ?? null,
  cloud,
  host,
  ports: requirement.ports.map(plainly),
  protocol: requirement.protocol,
  direction: requirement.direction,
  vantage: requirement.vantage,
  probe: probeOf(requirement),
  required: requirement.required,
  serviceTags: requirement.serviceTags,
  representatives: representativesOf(requirement, host),
  when: requirement.when ?? null,
  source: requirement.source ?? manifest.source ?? null,
})

const plainly = (port: StatedPort): number | string => (typeof port === 'object' ? port.port : port)
