/** What a firewall is asked to let through: the types of this room. */

/** First and last port. */
export type PortRange = readonly [first: number, last: number]

/** Every port there is. */
export const ALL_PORTS: readonly PortRange[] = [[1, 65_535]]

/** The far end. */
export type Peer =
  /** A host, lower case ASCII; `*.example.com` is every name below example.com, at any depth. */
  | { readonly kind: 'name'; readonly name: string }
  /** An Azure service tag. */
  | { readonly kind: 'tag'; readonly tag: string }
  /** An address or a network in CIDR notation. */
  | { readonly kind: 'address'; readonly address: string }
  /** A host or tag whose name depends on facts that are missing. */
  | { readonly kind: 'unnamed'; readonly template: string; readonly missing: readonly string[] }
  /** Pods of a Kubernetes cluster; null: of every namespace. Without labels all pods there. */
  | {
      readonly kind: 'pods'
      readonly workload: string
      readonly namespace: string | null
      readonly labels: Readonly<Record<string, string>>
    }
  /** The API server of a Kubernetes cluster. */
  | { readonly kind: 'api-server' }

/** A far end as it is named; with ports where those that are stated are not those that a policy sees. */
export type FarEnd = { readonly peer: Peer; readonly ports?: readonly PortRange[] }

/** One far end, the ports it needs, and why. */
export type Rule = {
  readonly direction: 'outbound' | 'inbound' | 'in-cluster'
  readonly peer: Peer
  /** `any`: TCP and UDP, as the document states it. */
  readonly protocol: 'tcp' | 'udp' | 'any'
  /** In order, none touching another. */
  readonly ports: readonly PortRange[]
  /** Service tags that together contain the addresses of a name; a fact that is missing stays as `${fact}`. */
  readonly tags: readonly string[]
  readonly purposes: readonly string[]
  /** Requirements that ask for it, `manifest/id`. */
  readonly requirements: readonly string[]
  /** Who must reach it: compute, client, node or control-plane. */
  readonly vantages: readonly string[]
  /** Addresses at which a report saw the name. */
  readonly seen: readonly string[]
}

/** What stays out of the rules, and why. */
export type Omission = { readonly what: string; readonly why: string }

/** Everything that is asked for, as stated: not yet in the terms of any firewall. */
export type Asked = {
  readonly rules: readonly Rule[]
  readonly omitted: readonly Omission[]
  /** Where it is from: one line each, for the head of the file. */
  readonly origin: readonly string[]
}

/** Rules in the terms of one kind of firewall, as few as do, and what it can't express. */
export type View = { readonly rules: readonly Rule[]; readonly omitted: readonly Omission[] }
