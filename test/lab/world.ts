/** A world is one whole network with its servers, its faults, and what connprobe must say of each endpoint in it. */
import { PLACES, type Role } from './network.ts'
import type { Records, Zone } from './services/dns.ts'
import type { Service } from './services/service.ts'
import type { Software } from './software/software.ts'

/** A verdict and the causes that are right for it: more than one only where causes.md leaves it open. */
export type Ruling = { readonly verdict: string; readonly causes: readonly (string | null)[] }

/** What one endpoint requires and what connprobe must say of it; the fields are the manifest's. */
export type Case = {
  readonly probe: string
  readonly port: number
  readonly path?: string
  readonly tls?: boolean
  readonly sni?: string
  /** `FILE:x` is the lab's file x. */
  readonly expect?: Readonly<Record<string, unknown>>
  /** Further keys of the manifest's requirement. */
  readonly requirement?: Readonly<Record<string, unknown>>
  /** What is right; several only where chance decides (packet loss). */
  readonly is: readonly Ruling[]
  /** Whether a negative requirement is met; absent: not looked at. */
  readonly met?: boolean | null
  /** In a run of its own, so that no other endpoint tells what the network is like. */
  readonly alone?: true
}

export type Site = {
  readonly host: string
  /** Addresses; absent: the next free one of 20.60.0.0/16. */
  readonly at?: readonly string[]
  /** What the DNS says; absent: the addresses. */
  readonly records?: Records
  readonly serve?: readonly Service[]
  readonly cases: readonly Case[]
}

/** A service that is no site: a resolver, a middlebox, a local stub. */
export type Extra = { readonly role: Role; readonly at: string; readonly serve: Service }

export type World = {
  readonly name: string
  /** What this network is, one sentence. */
  readonly says: string
  readonly sites: readonly Site[]
  /** Records beside the sites' own. */
  readonly zone?: Zone
  /** Further addresses in the servers' namespace. */
  readonly addresses?: readonly string[]
  readonly extras?: readonly Extra[]
  readonly resolvers?: readonly string[]
  /** Further lines of resolv.conf. */
  readonly resolvConf?: readonly string[]
  /** false: the public resolver of the lab doesn't run. */
  readonly resolver?: boolean
  readonly rules?: Readonly<Partial<Record<Role, string>>>
  readonly ip?: Readonly<Partial<Record<Role, readonly string[]>>>
  readonly software?: readonly Software[]
  /** Lines of the client's hosts file. */
  readonly hosts?: readonly string[]
  readonly ipv6?: boolean
  readonly defaultRoute?: boolean
  /**
   * One probe's budget; absent: 2s, enough for one retransmission of a SYN. More where nothing is silent and handshakes are slow:
   * interceptors mint a certificate for each name, on a machine with little to spare.
   */
  readonly timeout?: string
  /** Further options of connprobe; `FILE:x` is the lab's file x. */
  readonly options?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** A command that runs connprobe. */
  readonly wrap?: readonly string[]
  /** Causes that must be among the report's findings. */
  readonly findings?: readonly string[]
}

// ---- rulings

const ruling =
  (verdict: string) =>
  (...causes: readonly string[]): readonly Ruling[] => [{ verdict, causes }]
export const open: readonly Ruling[] = [{ verdict: 'open', causes: [null] }]
export const degraded = ruling('degraded')
export const denied = ruling('denied')
export const blocked = ruling('blocked')
export const inconclusive = ruling('inconclusive')
export const untestable = ruling('untestable')
/** Where chance decides which. */
export const either = (...rulings: readonly (readonly Ruling[])[]): readonly Ruling[] => rulings.flat()

// ---- cases

type More = Partial<Omit<Case, 'probe' | 'is'>>
const caseOf =
  (probe: string, port: number) =>
  (is: readonly Ruling[], more: More = {}): Case => ({ probe, port, is, ...more })
export const https = caseOf('https', 443)
export const http = caseOf('http', 80)
export const websocket = caseOf('websocket', 443)
export const smb = caseOf('smb', 445)
export const tls = caseOf('tls', 443)
export const dnsProbe = caseOf('dns', 53)
export const tcpPort = (port: number, is: readonly Ruling[], more: More = {}) => caseOf('tcp', port)(is, more)
export const udpPort = (port: number, is: readonly Ruling[], more: More = {}) => caseOf('udp', port)(is, more)

export const site = (host: string, serve: Service | readonly Service[], cases: Case | readonly Case[]): Site => ({
  host,
  serve: typeof serve === 'function' ? [serve] : serve,
  cases: Array.isArray(cases) ? (cases as readonly Case[]) : [cases as Case],
})
/** The same site, elsewhere or with other records. */
export const placed = (site: Site, more: Pick<Site, 'at' | 'records'>): Site => ({ ...site, ...more })

/** A name of which only the DNS knows something: nothing is there. */
export const unserved = (host: string, records: Records, cases: Case | readonly Case[]): Site =>
  placed(site(host, [], cases), { records })

// ---- what follows from a world

export const addressesOf = (world: World, site: Site): readonly string[] =>
  site.at ?? [`20.60.${world.sites.indexOf(site) >> 8}.${(world.sites.indexOf(site) & 255) + 1}`]

export const zoneOf = (world: World): Zone => ({
  ...Object.fromEntries(
    world.sites.map((site) => [site.host, site.records ?? { addresses: addressesOf(world, site) }]),
  ),
  ...world.zone,
})

/** Addresses of the servers' namespace. Sites that serve nothing have none there: silence. */
export const serverAddresses = (world: World): readonly string[] => [
  ...new Set([
    ...world.sites.flatMap((site) => (site.serve?.length ? addressesOf(world, site) : [])),
    ...(world.resolver === false ? [] : [PLACES.resolver]),
    ...(world.addresses ?? []),
    ...(world.extras ?? []).filter(({ role }) => role === 'servers').map(({ at }) => at),
  ]),
]
