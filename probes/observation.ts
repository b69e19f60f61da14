/**
 * What a probe saw. Types only: no judgement, no behaviour, and nothing that JSON can't carry, because a saved report is
 * judged again from these.
 *
 * Every probe of every kind yields the same thing: a list of timed steps, each with facts, a fault, or both. A refused
 * step keeps its facts: a 407, a chain nobody trusts and a 403 to an upgrade are failed steps with what was refused on
 * record.
 */

/** The stages a probe passes through, in the only order in which they may occur. */
export type Phase = 'resolve' | 'connect' | 'proxy' | 'tls' | 'request' | 'transfer'

/**
 * How a step failed, as typed evidence. `kind` says who speaks:
 *
 * - `timeout`: the probe's budget ended in this step: silence of the peer.
 * - `aborted`: the run ended first (`--deadline`, SIGINT); says nothing of the peer.
 * - `errno`: the operating system refused; `code` is its name (`ECONNREFUSED`, `EMFILE`, ...).
 * - `closed`: the peer ended the stream in order (FIN); `reset`: it tore it down (RST).
 * - `rcode`: DNS has no address to give; the facts say which server said what.
 * - `alert`: a TLS alert of the peer; `alert` is its number (RFC 8446, section 6).
 * - `tls`: OpenSSL gave up on what the peer sent; `code` is OpenSSL's reason (`ERR_SSL_WRONG_VERSION_NUMBER`, ...).
 * - `certificate`: the handshake is complete, but this machine trusts the chain in none of its stores or it doesn't fit
 *   the name; `code` is OpenSSL's verification result (`CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`, ...). The
 *   probe goes on after it, so that what the peer says is on record as well.
 * - `refused`: the peer said no in its own protocol: the facts hold the status and headers.
 * - `malformed`: the peer's bytes aren't the protocol; the facts hold the first of them.
 * - `unsupported`: the settings ask for what connprobe doesn't speak (a SOCKS proxy, NTLM); `code` names it.
 * - `bug`: the probe itself threw; `code` is the error's name. Always a defect of connprobe.
 */
export type Fault = {
  readonly kind:
    | 'timeout'
    | 'aborted'
    | 'errno'
    | 'closed'
    | 'reset'
    | 'rcode'
    | 'alert'
    | 'tls'
    | 'certificate'
    | 'refused'
    | 'malformed'
    | 'unsupported'
    | 'bug'
  readonly code?: string
  /** The system call that failed, where the system names it (`connect`, `read`, `send`). */
  readonly syscall?: string
  readonly alert?: number
}

/** One stage: when it began, in seconds since the observation's start, and how long it took. */
export type Step =
  | StepOf<'resolve', ResolveFacts>
  | StepOf<'connect', ConnectFacts>
  | StepOf<'proxy', ProxyFacts>
  | StepOf<'tls', TlsFacts>
  | StepOf<'request', RequestFacts>
  | StepOf<'transfer', TransferFacts>

/** A step of one phase: `facts` is always there when `ok`, and often when not. */
export type StepOf<P extends Phase, F> = {
  readonly phase: P
  readonly atSeconds: number
  readonly durationSeconds: number
} & ({ readonly ok: true; readonly facts: F } | { readonly ok: false; readonly fault: Fault; readonly facts?: F })

/** Facts by phase. */
export type FactsOf = {
  resolve: ResolveFacts
  connect: ConnectFacts
  proxy: ProxyFacts
  tls: TlsFacts
  request: RequestFacts
  transfer: TransferFacts
}

/** Everything one run of one probe saw of one address. Never a judgement. */
export type Observation = {
  /** UTC, ISO 8601. */
  readonly startedAt: string
  readonly durationSeconds: number
  /** The target's address; null through a proxy, and where no address was found. */
  readonly address: string | null
  /** Local address and port of the connection (`10.1.0.7:51544`, `[::1]:4711`), for the firewall's log. */
  readonly from: string | null
  /** The proxy used, without credentials (`http://proxy:3128`). With a proxy, `resolve` and `connect` are about the proxy. */
  readonly via: string | null
  readonly steps: readonly Step[]
}

// ---- resolve

/** One question to one server, and what became of it. */
export type DnsAnswer = {
  /** Address of the server, with its port where that isn't 53. */
  readonly server: string
  readonly transport: 'udp' | 'tcp'
  readonly name: string
  readonly type: 'A' | 'AAAA' | 'NS'
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED`, ...; absent when no valid reply came. */
  readonly rcode?: string
  /** TC was set: the answer didn't fit and has to be asked for again by TCP. */
  readonly truncated?: true
  readonly addresses: readonly string[]
  /** CNAME targets in order, the name asked for left out. At most 16. */
  readonly chain: readonly string[]
  /** The chain comes back to a name it had before, or is longer than 16. */
  readonly loop?: true
  /** Lowest TTL of the answer, seconds. */
  readonly ttl?: number
  /** Messages of the server that were no reply to this question (another number, name or type), at most 100. */
  readonly ignored?: number
  readonly durationSeconds: number
  readonly fault?: Fault
}

/** How a name became addresses. */
export type ResolveFacts = {
  readonly name: string
  /** `literal`: the host is an address already. */
  readonly source: 'dns' | 'hosts' | 'literal'
  /** At most 8, in the order in which a client would try them: IPv4 first. */
  readonly addresses: readonly string[]
  /** How many addresses beyond the eight were left out. */
  readonly cut?: number
  /** IPv6 addresses that were left out because this machine has no IPv6 route. */
  readonly unroutable?: readonly string[]
  /** CNAME chain of the answer in use, the name itself left out. */
  readonly chain: readonly string[]
  /** Every question of this resolution, retries and the search list included; the ones that decided it last. */
  readonly answers: readonly DnsAnswer[]
}

// ---- connect

export type ConnectFacts = {
  readonly address: string
  readonly port: number
  /**
   * What `connect` of an unsent UDP socket to the same address says: the local route's own errno (`ENETUNREACH`, `EACCES`),
   * null where there is a route. Asked only when the system refused the connection: silence means that there is one.
   */
  readonly route?: string | null
  /** Local address that the route would use, where asked. */
  readonly source?: string
}

// ---- proxy

export type ProxyFacts = {
  /** Without credentials. */
  readonly proxy: string
  /** Address of the proxy that was used. */
  readonly address?: string
  readonly status?: number
  /** Chosen headers, lower case: see `KEPT_HEADERS`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Handshake with an `https://` proxy. */
  readonly tls?: TlsFacts
  /** The first bytes when the proxy's answer isn't HTTP, hexadecimal. */
  readonly firstBytes?: string
}

// ---- tls

export type Certificate = {
  /** Distinguished names, most specific first: `CN=example.org, O=Example`. Cleaned and cut at 256 characters. */
  readonly subject: string
  readonly issuer: string
  /** Subject alternative names (`DNS:a.example`, `IP:192.0.2.1`), at most 100. */
  readonly names: readonly string[]
  readonly serial: string
  /** SHA-256 of the DER, hexadecimal, lower case, no colons. */
  readonly fingerprint: string
  /** UTC, ISO 8601. */
  readonly notBefore: string
  readonly notAfter: string
  readonly ca: boolean
  readonly selfSigned: boolean
  /** Subject and authority key identifiers (RFC 5280, 4.2.1.1 and 4.2.1.2), hexadecimal. */
  readonly keyId?: string
  readonly authorityKeyId?: string
  /** Hosts named for OCSP, CA issuers and CRLs: URLs, at most 8. */
  readonly urls: readonly string[]
}

/** Whether one trust store accepts what the server sent, for this name. */
export type Trust = {
  /** `public`: the built-in public roots or `--roots`; `system`: what this machine trusts besides (`--ca-file` included). */
  readonly store: string
  readonly ok: boolean
  /** OpenSSL's verification result when not ok (`SELF_SIGNED_CERT_IN_CHAIN`, ...). */
  readonly error?: string
}

export type TlsFacts = {
  /** Name sent in SNI; null: none sent. */
  readonly sni: string | null
  /** Which ClientHello: `small` fits one segment; `large` has post-quantum key shares. */
  readonly hello: 'small' | 'large'
  readonly version?: string
  readonly cipher?: string
  /** Protocol chosen by ALPN, null: none. */
  readonly alpn?: string | null
  /** What the server sent, leaf first, at most 10. */
  readonly chain: readonly Certificate[]
  /** One entry a store that was asked. Empty when no certificate came. */
  readonly trust: readonly Trust[]
  /** Stores with which no handshake could be completed in time: what they make of the chain isn't known. */
  readonly unanswered?: readonly string[]
  /**
   * The server asked for a client certificate. Whether it insists shows later: alert 40 in this step (TLS 1.2), or 116 at the
   * first read after it (TLS 1.3).
   */
  readonly clientCertificateWanted?: true
  /** Bytes on the TCP connection since the ClientHello began. */
  readonly bytesRead: number
  readonly bytesWritten: number
  /** First bytes that came (at most 64), hexadecimal; only raw hellos see them. */
  readonly firstBytes?: string
}

// ---- request and transfer

/** What was asked and what came back, for whichever protocol the probe speaks. */
export type RequestFacts =
  | HttpFacts
  | { readonly protocol: 'udp'; readonly sent: number; readonly replies: number; readonly firstBytes?: string }
  | { readonly protocol: 'dns'; readonly answers: readonly DnsAnswer[] }
  | { readonly protocol: 'smb'; readonly dialect?: string; readonly status?: number; readonly firstBytes?: string }

export type HttpFacts = {
  readonly protocol: 'http' | 'websocket'
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly status?: number
  /** Chosen headers, lower case: see `KEPT_HEADERS`. */
  readonly headers?: Readonly<Record<string, string>>
  /** First bytes of the body as text, at most 4,096 characters. */
  readonly body?: string
  /** First bytes when it isn't HTTP, at most 64, hexadecimal. */
  readonly firstBytes?: string
  /** Bytes on the connection that answered this request. */
  readonly bytesRead: number
  /** websocket: Sec-WebSocket-Accept is what RFC 6455, section 4.2.2 asks for. */
  readonly accepted?: boolean
}

/** What happened on an established connection. */
export type TransferFacts =
  | {
      readonly protocol: 'tcp'
      readonly bytesRead: number
      readonly firstBytes?: string
      readonly end: 'open' | 'closed' | 'reset'
    }
  | { readonly protocol: 'http'; readonly bytesRead: number; readonly complete: boolean }
  | {
      readonly protocol: 'websocket'
      readonly pongSeconds?: number
      readonly heldSeconds?: number
      readonly closeCode?: number
    }

/** Headers that are kept as evidence; all others are dropped, so that no cookie or token reaches a report. */
export const KEPT_HEADERS: readonly string[] = [
  'server',
  'via',
  'date',
  'content-type',
  'content-length',
  'location',
  'www-authenticate',
  'proxy-authenticate',
  'x-squid-error',
  'x-cache',
  'x-ms-error-code',
  'x-ms-request-id',
  'x-azure-ref',
  'x-azure-externalerror',
  'x-msedge-ref',
  'upgrade',
  'connection',
  'sec-websocket-accept',
  'proxy-status',
  'cache-status',
  'x-forwarded-for',
  'retry-after',
  'docker-distribution-api-version',
  'x-bluecoat-via',
  'x-zscaler-proxy',
  'mwg-via',
  'proxy-agent',
  'refresh',
]
