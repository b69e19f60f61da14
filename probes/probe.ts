import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { Certificate, FactsOf, Fault, Phase, ResolveFacts } from './observation.ts'

/** The kinds of probe; each has a file of its name. `hello` is only for experiments. */
export type ProbeKind = 'dns' | 'tcp' | 'udp' | 'tls' | 'http' | 'https' | 'websocket' | 'smb' | 'hello'

/** What a probe is pointed at. Plain data: an experiment's target is saved in the report. */
export type Target = {
  readonly host: string
  /** 1 to 65535. */
  readonly port: number
  /** Go to this address instead of resolving `host`; never through a proxy. */
  readonly address?: string
  /**
   * `settings` (the default): through a proxy where this machine's settings say so; `direct`: never; `proxy`: through the
   * machine's proxy even where NO_PROXY exempts the host.
   */
  readonly route?: 'settings' | 'direct' | 'proxy'
  /** Name for SNI and certificate check: null sends none; absent is `host` (none for an IP address, RFC 6066, section 3). */
  readonly sni?: string | null
  /** http, https, websocket: absolute path, with query; absent is `/`. */
  readonly path?: string
  /** dns: the name to ask the server (`host`) for; absent is the root's NS records. */
  readonly question?: string
  /** dns: 6 asks for AAAA; absent is A. */
  readonly family?: 6
  /** websocket: wss or ws; absent is wss but on port 80. */
  readonly tls?: boolean
  /** tls: `large` offers post-quantum groups (1.6 KB, two segments). hello: also `alert`: can only be answered by a short alert. */
  readonly hello?: 'small' | 'large' | 'alert'
  /** websocket: milliseconds to keep the opened connection under watch. */
  readonly holdMs?: number
  /** PEM of a CA that is due here (`expect.ca`): counts as the store `expected`. */
  readonly ca?: string
}

/** One connection's view of the clock. */
export type Clock = {
  /** Wall clock, milliseconds since 1970. */
  now: () => number
  /** Milliseconds that never jump. */
  monotonic: () => number
}

/** Name to addresses. Rejects with a StepFault (`rcode`, `timeout`, `aborted`, ...) that carries the facts. */
export type Resolve = (name: string, signal: AbortSignal) => Promise<ResolveFacts>

/** TCP to an address: resolves once connected, rejects with the system's error. Never resolves names. */
export type Connect = (address: string, port: number, signal: AbortSignal) => Promise<Socket>

/** A proxy of the settings. */
export type Proxy = {
  readonly secure: boolean
  readonly host: string
  readonly port: number
  /** For the Proxy-Authorization header; never in a report. */
  readonly authorization?: string
  /** For reports: scheme, host and port. */
  readonly name: string
  /** The settings name something connprobe doesn't speak: the word for it (`socks5`). */
  readonly unsupported?: string
}

/** Which proxy a URL takes; null: none. `ignoreExemptions`: as if NO_PROXY were empty. */
export type ProxyFor = (
  url: { secure: boolean; host: string; port: number },
  ignoreExemptions?: boolean,
) => Proxy | null

/** A set of roots that may be asked whether it accepts a chain; `trustStore` in trust-store.ts makes one from PEM. */
export type TrustStore = {
  /** `public`, `system` or `expected`; goes into the report. */
  readonly name: string
  /**
   * The context to shake hands with; its ClientHello is `small` (0.4 KB, one segment) or `large` (post-quantum groups).
   * Made when first asked for and kept: it costs some ten milliseconds and a megabyte.
   */
  readonly context: (hello: 'small' | 'large') => SecureContext
  /** Whether the certificate with this SHA-256 fingerprint (hexadecimal, lower case) is one of the store's own. */
  readonly holds: (fingerprint: string) => boolean
  /**
   * The chain that came with a leaf (by fingerprint) which the store accepts: read once and kept, since reading costs a sixth of
   * a handshake's CPU and a healthy endpoint shows the same chain every time.
   */
  readonly chainWith: (leaf: string, read: () => readonly Certificate[]) => readonly Certificate[]
}

/** The world, as a probe may touch it. */
export type World = {
  readonly clock: Clock
  readonly resolve: Resolve
  readonly connect: Connect
  readonly proxyFor: ProxyFor
  /** In the order in which they are asked: the first is used for the handshake, the next only if it refuses. */
  readonly stores: readonly TrustStore[]
  /** Runs work that burns CPU (handshakes) so that at most a few do at once and timings stay true. */
  readonly handshake: <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>
  /** `connprobe/VERSION`, with the run's id: what a firewall's log shows of us. */
  readonly userAgent: string
}

/**
 * Performs one phase on record: what `work` returns is the step's facts, what it throws its fault. A StepFault keeps its
 * facts. Rethrows, so that a probe simply ends.
 */
export type Run = <P extends Phase>(phase: P, work: () => Promise<FactsOf[P]>) => Promise<FactsOf[P]>

/** A step that failed, with its evidence; thrown inside probes, a value outside. */
export class StepFault extends Error {
  readonly fault: Fault
  readonly facts: FactsOf[Phase] | undefined
  constructor(fault: Fault, facts?: FactsOf[Phase]) {
    // Evidence of the network and no defect: thousands of them in one moment must not each pay for a stack trace.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(fault.code ?? fault.kind)
    Error.stackTraceLimit = stackTraceLimit
    this.name = 'StepFault'
    this.fault = fault
    this.facts = facts
  }
}

/** What a running probe is given. */
export type Job = {
  readonly target: Target
  /** Address to connect to: the target's, or the proxy's. */
  readonly address: string
  readonly proxy: Proxy | null
  readonly step: Run
  readonly world: World
  /** Aborted at the probe's budget, at the run's end, and when the probe is over: every socket closes with it. */
  readonly signal: AbortSignal
  /** Records the local end of the connection that counts. */
  readonly local: (socket: { localAddress?: string | undefined; localPort?: number | undefined }) => void
}

/** A kind of probe. `proxied`: whether it takes the proxy of the settings. */
export type Probe = { readonly proxied: boolean; readonly run: (job: Job) => Promise<void> }
