import type { Layer, Verdict } from '../model.ts'

/** Who can put it right, in the words in which a ticket addresses them. */
export type Fixer =
  | 'the network team'
  | 'the owner of the proxy'
  | 'the DNS owner'
  | "this machine's administrator"
  | "the service's owner"
  | "the workload's owner"
  | "connprobe's developers"
  | 'nobody'

/** What a remedy may name. */
export type RemedyFacts = {
  readonly host: string
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  readonly address: string | null
  /** The proxy in use, without credentials. */
  readonly via: string | null
  /** Whoever or whatever the evidence names: a CA, a vendor, a DNS server, a zone, a fact. */
  readonly who?: string
  /** A way that does work, or what the fixer should know besides: a clause, without a full stop. */
  readonly besides?: string
}

/** One entry of the table in README's troubleshooting page: everything about a cause but how it is decided. */
export type Cause = {
  /** Null where no layer was reached: the run ended, there is nothing to probe. */
  readonly layer: Layer | null
  /** The verdict, and others that the cause may come with; the first is the usual one. */
  readonly verdicts: readonly [Verdict, ...Verdict[]]
  readonly meaning: string
  /** What it is easily taken for. */
  readonly isNot: string
  readonly fixer: Fixer
  /** One sentence: what to change, and who can. Null when there is nothing to do. */
  readonly remedy: (facts: RemedyFacts) => string | null
}

/** Where the endpoint is, as a rule in a firewall would say it. */
export const place = ({ host, port, protocol }: RemedyFacts): string => `${host}:${port} (${protocol})`

/** The machine that was connected to: the proxy, the address, else the host. */
export const peer = ({ via, address, host }: RemedyFacts): string => via ?? address ?? host
