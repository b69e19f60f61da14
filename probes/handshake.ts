import { checkServerIdentity, connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import { chainOf } from './certificate.ts'
import { closeWith, type Layer } from './connect.ts'
import { faultOf } from './fault.ts'
import type { TlsFacts, Trust } from './observation.ts'
import { StepFault, type TrustStore } from './probe.ts'

/** What a handshake says and expects. */
export type Hello = {
  /** Name in SNI; null: none. */
  readonly sni: string | null
  /** Name or address that the certificate has to fit. */
  readonly name: string
  /** Protocols offered, most wanted first; empty: no ALPN extension. */
  readonly alpn: readonly string[]
  readonly size: 'small' | 'large'
}

/** A completed handshake, whether or not the store trusts the chain: `facts.trust` has its one entry. */
export type Handshake = { readonly layer: Layer; readonly facts: TlsFacts }

/**
 * One TLS handshake on top of a connection, which from now on closes with the TLS socket only. Whatever certificate comes is
 * accepted and judged after, so that it is on record before anyone refuses it.
 * @throws StepFault with the facts so far, the chain included where it came before the failure
 */
export const shakeHands = (below: Layer, hello: Hello, store: TrustStore, signal: AbortSignal): Promise<Handshake> =>
  new Promise((resolve, reject) => {
    const { bytesRead, bytesWritten } = below.socket
    below.letGo()
    let peer: DetailedPeerCertificate | undefined
    let early: Session | undefined
    const socket = connect({
      socket: below.socket,
      secureContext: store.context(hello.size),
      rejectUnauthorized: false,
      servername: hello.sni ?? '',
      ...(hello.alpn.length > 0 && { ALPNProtocols: [...hello.alpn] }),
      // Node has made the chain's objects for this call: taking them here saves making them twice.
      checkServerIdentity: (_, certificate) => {
        peer = certificate as DetailedPeerCertificate
        return undefined
      },
    })
    const facts = (session: Session): TlsFacts => ({
      sni: hello.sni,
      hello: hello.size,
      ...factsOf(session, hello.name, store),
      bytesRead: below.socket.bytesRead - bytesRead,
      bytesWritten: below.socket.bytesWritten - bytesWritten,
    })
    const onAbort = () => fail(new StepFault({ kind: 'aborted' }))
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', onAbort)
      reject(new StepFault(faultOf(error), facts(early ?? sessionOf(socket))))
      socket.destroy()
    }
    // TLS 1.2 has keys once the server's certificate is read and before the server sees our answer to it. It is the only moment
    // to keep what a peer or firewall that hangs up next would take along.
    socket.on('keylog', () => {
      if (socket.getProtocol() === 'TLSv1.2') early = earlySession(socket)
    })
    socket.on('error', fail)
    socket.once('secureConnect', () => {
      signal.removeEventListener('abort', onAbort)
      socket.removeListener('error', fail)
      // Node's types say Error; it is OpenSSL's code.
      const chainError = socket.authorizationError as unknown as string | null
      resolve({ layer: closeWith(socket, signal), facts: facts({ ...sessionOf(socket, peer), chainError }) })
    })
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })

/** What Node tells of a session while its socket lives; all empty once that is closed, or before the ServerHello. */
type Session = {
  readonly peer: DetailedPeerCertificate | null
  readonly version: string | null
  readonly cipher: { readonly name?: string } | null
  readonly alpn: string | false | null
  /** Signature algorithms that both sides have: a client works them out for a CertificateRequest, and only then. */
  readonly signatures: readonly string[] | null
  /** OpenSSL's verification result: null when it accepts the chain, undefined when it wasn't asked yet. */
  readonly chainError?: string | null
}

const sessionOf = (socket: TLSSocket, peer = socket.getPeerCertificate(true)): Session => ({
  peer,
  version: socket.getProtocol(),
  cipher: socket.getCipher(),
  alpn: socket.alpnProtocol,
  signatures: socket.getSharedSigalgs(),
})

/** A session whose handshake got as far as the server's certificate. TLSSocket.authorizationError comes only at the end. */
const earlySession = (socket: TLSSocket): Session => {
  // Not public, and crashes Node when there is no cipher yet; here there is one.
  const { ssl } = socket as unknown as { ssl: { verifyError: () => NodeJS.ErrnoException | null } }
  return { ...sessionOf(socket), chainError: ssl.verifyError()?.code ?? null }
}

const factsOf = (
  { peer, version, cipher, alpn, signatures, chainError }: Session,
  name: string,
  store: TrustStore,
): Pick<TlsFacts, 'version' | 'cipher' | 'alpn' | 'chain' | 'trust' | 'clientCertificateWanted'> => {
  const chain = chainOf(peer, store.holds)
  return {
    // Before the ServerHello the version is no more than our wish.
    ...(version !== null && cipher?.name !== undefined && { version, cipher: cipher.name }),
    alpn: alpn === false ? null : alpn,
    chain,
    trust: peer === null || chainError === undefined ? [] : [trustOf(peer, name, store, chainError)],
    ...(signatures !== null && signatures.length > 0 && { clientCertificateWanted: true }),
  }
}

const trustOf = (peer: DetailedPeerCertificate, name: string, store: TrustStore, chainError: string | null): Trust => {
  const nameError: NodeJS.ErrnoException | undefined = checkServerIdentity(name, peer)
  const error = chainError ?? nameError?.code
  return { store: store.name, ok: error === undefined, ...(error !== undefined && { error }) }
}
