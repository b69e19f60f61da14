/**
 * What flows through connprobe, in order: requirements become endpoints, endpoints become evidence, evidence becomes results
 * and findings, and those are the report. Types only. The report's JSON shape is a contract: see agent/report/schema.ts.
 */
import type { Observation, Phase } from '../probes/observation.ts'
import type { ProbeKind, Target } from '../probes/probe.ts'

export type Cloud = 'public' | 'usgov' | 'china'
export type Verdict = 'open' | 'degraded' | 'denied' | 'blocked' | 'inconclusive' | 'untestable'
export type Layer = 'local' | 'dns' | 'proxy' | 'tcp' | 'udp' | 'tls' | 'http' | 'websocket' | 'smb'
export type Confidence = 'proven' | 'likely'

// ---- endpoints

/** What the requirement says must be true of the endpoint. All optional; closed. */
type Expect = {
  /** HTTP statuses that count as right; absent: any answer of the service itself. */
  readonly status?: readonly number[]
  /** Every address must be private. */
  readonly private?: boolean
  /** The path is known to be a websocket: 101 is due. */
  readonly websocket?: boolean
  /** Registrable domains to which a redirect is all right. */
  readonly redirects?: readonly string[]
  /** PEM file (as stated in the manifest) of the CA that is due here. */
  readonly ca?: string
  /** false: must not be reachable. */
  readonly reachable?: boolean
  /** false: can't be proven open even on a healthy network; `--strict` lets it pass. */
  readonly provable?: boolean
  /** Seconds a phase may take before it is `slow`. */
  readonly slow?: Readonly<Partial<Record<Phase, number>>>
}

/** Where an endpoint comes from. */
export type RequirementRef = {
  readonly manifest: string
  readonly id: string
  readonly purpose: string
  /** The pattern as stated, facts and wildcards unexpanded. */
  readonly host: string
  readonly required: boolean
  readonly section?: string
  readonly serviceTags?: readonly string[]
  /** This host stands for a wildcard: a `documented` name or a `guess`. */
  readonly certainty?: 'documented' | 'guess'
  /** Nothing promises a listener on this port. */
  readonly listener?: 'unproven'
  /** Who must reach it. */
  readonly vantage?: string
  readonly direction?: string
}

/** One thing to probe: host, port, protocol and kind are its name in reports and metrics. */
export type Endpoint = {
  readonly host: string
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  readonly probe: ProbeKind
  /** Set only where several endpoints share host, port, protocol and probe: the requirement's id. */
  readonly check?: string
  readonly path?: string
  readonly tls?: boolean
  readonly sni?: string
  readonly expect: Expect
  readonly requirements: readonly RequirementRef[]
  /** Why it can't be probed at all; such an endpoint is `untestable`. */
  readonly untestable?: {
    readonly cause: 'not-derivable' | 'wrong-vantage' | 'missing-fact'
    /** The fact that is missing. */
    readonly fact?: string
    readonly says: string
  }
}

// ---- evidence

/** Names of experiments: see the table in agent/judge/experiments.ts. */
export type ExperimentName =
  | 'confirm'
  | 'control-sni'
  | 'target-sni-elsewhere'
  | 'raw-hello'
  | 'large-hello'
  | 'small-packets'
  | 'decoy-address'
  | 'impossible-name'
  | 'resolver-alive'
  | 'resolver-compare'
  | 'plain-http'
  | 'plain-request'
  | 'direct-and-proxied'
  | 'udp-control'
  | 'spaced'
  | 'clock'

/** What the judge wants to know: a question, and the probe that asks it. Plain data. */
export type Experiment = {
  readonly name: ExperimentName
  /** The question, for the report. */
  readonly asks: string
  readonly probe: ProbeKind
  readonly target: Target
}

/** An experiment and what it saw. `observations` is empty where it was cut off. */
export type Answered = Experiment & { readonly observations: readonly Observation[] }

/** All that is known of one endpoint. */
export type Evidence = {
  readonly endpoint: Endpoint
  readonly observations: readonly Observation[]
  readonly experiments: readonly Answered[]
  /** When the history saw it open last, UTC. */
  readonly lastGood?: string
  /** What is known of it beside its probes, one sentence each; the judge repeats them as notes. */
  readonly remarks?: readonly string[]
}

/** Why something that Azure was asked for didn't come: all that a finding needs. No secret is in it. */
export type AzureFailure = {
  readonly host: string
  readonly layer: Layer
  readonly status?: number
  /** Azure's error code, or the system's. */
  readonly code?: string
  readonly says: string
  readonly remedy: string
}

/** What the run knows of this machine; facts, no judgement. Saved in the report. */
export type Machine = {
  /** `ADDRESS` or `ADDRESS:PORT`, in the order of use. */
  readonly resolvers: readonly string[]
  /** Servers behind a DNS stub of this machine (systemd-resolved), where its files name them. */
  readonly upstreams?: readonly string[]
  /** A global IPv6 source address exists. */
  readonly ipv6: boolean
  /** Proxies without credentials; null: none. */
  readonly proxies: { readonly http: string | null; readonly https: string | null; readonly exempt: readonly string[] }
}

/** Whether one program of this machine accepts a chain. */
export type ClientTrust = {
  readonly client: string
  /** Where its CAs are: a file, or words for what is built in. */
  readonly store: string
  /** Variable or file that chose the store; null: the program's default. */
  readonly setBy: string | null
  /** What makes it trust one CA more; `<FILE>` stands for a PEM file that holds it. */
  readonly fix: string
  /** Null: not known. */
  readonly ok: boolean | null
  /** OpenSSL's verification result where it isn't ok; in words why nothing is known. */
  readonly error?: string
}

/** A chain of this run, and what the programs of this machine make of it. */
export type ChainTrust = {
  /** Name of the authority at its end. */
  readonly authority: string
  /** The server that was asked for it. */
  readonly host: string
  readonly port: number
  readonly clients: readonly ClientTrust[]
}

/** All evidence of a run: what is saved, and all that the judge may look at. */
export type RunEvidence = {
  readonly machine: Machine
  /** Experiments that ask about the network as a whole. */
  readonly experiments: readonly Answered[]
  readonly endpoints: readonly Evidence[]
  /** One probe's budget. */
  readonly timeoutSeconds: number
  /** Why the hosts that a workspace depends on are not among the endpoints, though they were asked for. */
  readonly unlisted?: AzureFailure
  /** Azure's service tags of the addresses that were seen, longest prefix first. */
  readonly serviceTags?: readonly { readonly address: string; readonly tags: readonly string[] }[]
  /** What the programs of this machine make of chains that lead to no public root. */
  readonly trust?: readonly ChainTrust[]
}

// ---- judgement

/** What the judge says of one endpoint. */
export type Judgement = {
  readonly verdict: Verdict
  /** Null exactly when the verdict is `open`. */
  readonly cause: string | null
  /** Other true causes, worst first. */
  readonly also: readonly string[]
  /** Remarks that are no fault, one sentence each. */
  readonly notes: readonly string[]
  readonly layer: Layer | null
  readonly confidence: Confidence
  /** One sentence: what happened and how we know. */
  readonly says: string
  /** One sentence: what to change, and who can. Null when there is nothing to do. */
  readonly remedy: string | null
}

export type Result = Judgement & {
  readonly endpoint: Endpoint
  readonly met: boolean | null
  readonly evidence: Evidence
  /** Rules in the order in which they were tried; only where somebody wants to see them. */
  readonly tried?: readonly string[]
}

/** What many endpoints share, told once. */
export type Finding = {
  readonly cause: string
  readonly verdict: Verdict
  readonly says: string
  readonly remedy: string | null
  readonly confidence: Confidence
  /** Names of endpoints (`host:port`, and the probe where that isn't unique). */
  readonly endpoints: readonly string[]
  /** The facts that show it, one short line each. */
  readonly evidence: readonly string[]
}

/** A fact about where connprobe runs, and where it was found. */
export type VantageFact = { readonly value: string; readonly from: string }

export type Vantage = {
  readonly hostname: string
  readonly kind: 'compute-instance' | 'job' | 'kubernetes' | 'vm' | 'machine'
  readonly cloud: Cloud
  readonly facts: Readonly<Record<string, VantageFact>>
  /** Facts that contradict each other, and the like: one sentence each. */
  readonly notes: readonly string[]
}
