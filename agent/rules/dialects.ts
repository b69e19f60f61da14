/** The languages in which firewalls are told what to let through. */
import type { Workloads } from '../catalogue/workloads.ts'
import { azureml } from './dialects/azureml.ts'
import { cilium } from './dialects/cilium.ts'
import { csv } from './dialects/csv.ts'
import { firewallAz } from './dialects/firewall-az.ts'
import { firewallBicep } from './dialects/firewall-bicep.ts'
import { firewallTerraform } from './dialects/firewall-terraform.ts'
import { fortigate } from './dialects/fortigate.ts'
import { networkpolicy } from './dialects/networkpolicy.ts'
import { nftables } from './dialects/nftables.ts'
import { nsgAz } from './dialects/nsg-az.ts'
import { nsgBicep } from './dialects/nsg-bicep.ts'
import { nsgTerraform } from './dialects/nsg-terraform.ts'
import { paloalto } from './dialects/paloalto.ts'
import { squid } from './dialects/squid.ts'
import { udrAz } from './dialects/udr-az.ts'
import type { Asked } from './rule.ts'

/** A language of a firewall. */
export type Dialect = {
  /** A file of rules: the same text for the same input. */
  readonly write: (asked: Asked, workloads: Workloads) => string
  /** Whether it has a word for Azure's service tags. */
  readonly knowsTags: boolean
  /** What is asked for when nobody says what: where the dialect is for one scenario alone. */
  readonly scenario?: string
}

/** Every dialect by the name that `--for` takes, in the order of the documentation. */
export const dialects = {
  'nsg-az': { write: nsgAz, knowsTags: true },
  'nsg-bicep': { write: nsgBicep, knowsTags: true },
  'nsg-terraform': { write: nsgTerraform, knowsTags: true },
  'firewall-az': { write: firewallAz, knowsTags: true },
  'firewall-bicep': { write: firewallBicep, knowsTags: true },
  'firewall-terraform': { write: firewallTerraform, knowsTags: true },
  'udr-az': { write: udrAz, knowsTags: true, scenario: 'public-ip' },
  azureml: { write: azureml, knowsTags: true },
  squid: { write: squid, knowsTags: false },
  nftables: { write: nftables, knowsTags: false },
  networkpolicy: { write: networkpolicy, knowsTags: false },
  cilium: { write: cilium, knowsTags: false },
  paloalto: { write: paloalto, knowsTags: false },
  fortigate: { write: fortigate, knowsTags: false },
  csv: { write: csv, knowsTags: true },
} as const satisfies Readonly<Record<string, Dialect>>

/** What `--for` takes. */
export type DialectName = keyof typeof dialects

/** Names of all dialects. */
export const dialectNames = Object.keys(dialects) as readonly DialectName[]
