import {
  checkServerIdentity,
  connect,
  type CipherNameAndProtocol,
  type PeerCertificate,
  type TLSSocket,
} from 'node:tls'
import { chainOf } from './certificate.ts'
import { closeWith, type Layer } from './connect.ts'
import { faultOf } from './fault.ts'
import type { Certificate, TlsFacts, Trust } from './observation.ts'
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
export const shakeHands = async (
  below: Layer,
  hello: Hello,
  store: TrustStore,
  signal: AbortSignal,
): Promise<Handshake> => {
  const { bytesRead, bytesWritten } = below.socket
  below.letGo()
  const socket = connect({
    socket: below.socket,
    secureContext: store.context(hello.size),
    rejectUnauthorized: false,
    servername: hello.sni ?? '',
    ...(hello.alpn.length > 0 && { ALPNProtocols: [...hello.alpn] }),
  })
  const layer = closeWith(socket, signal)
  // To check the name, Node makes objects of the whole chain, which costs a sixth of a handshake's CPU; but not for a session
  // that is resumed. Ours never are, and `trustOf` checks the name.
  socket.isSessionReused = () => true
  // TLS 1.2 has keys once the server's certificate is read and before the server sees our answer to it. It is the only moment to
  // keep what a peer or firewall that hangs up next would take along.
  let early: SessionFacts | undefined
  socket.on('keylog', () => {
    if (socket.getProtocol() === 'TLSv1.2') early = sessionFacts(socket, hello.name, store, earlyChainError(socket))
  })
  const facts = (chainError?: string | null): TlsFacts => ({
    sni: hello.sni,
    hello: hello.size,
    ...(early ?? sessionFacts(socket, hello.name, store, chainError)),
    bytesRead: below.socket.bytesRead - bytesRead,
    bytesWritten: below.socket.bytesWritten - bytesWritten,
  })
  try {
    await secured(socket)
  } catch (error) {
    throw new StepFault(faultOf(error), facts())
  }
  // Node's types say Error; it is OpenSSL's code.
  return { layer, facts: facts(socket.authorizationError as unknown as string | null) }
}

/** Rejects with the socket's error, and with `aborted` when it was closed by us. */
const secured = (socket: TLSSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket
      .once('secureConnect', resolve)
      .once('error', reject)
      .once('close', () => reject(new StepFault({ kind: 'aborted' })))
  })

/** OpenSSL's verification result before the handshake is complete; only then TLSSocket.authorizationError has it. */
const earlyChainError = (socket: TLSSocket): string | null => {
  // Not public, and crashes Node when there is no cipher yet; where keys are, there is one.
  const { ssl } = socket as unknown as { ssl: { verifyError: () => NodeJS.ErrnoException | null } }
  return ssl.verifyError()?.code ?? null
}

type SessionFacts = Pick<TlsFacts, 'version' | 'cipher' | 'alpn' | 'chain' | 'trust' | 'clientCertificateWanted'>

/**
 * What Node tells of a session while its socket lives; all empty once that is closed, or before the ServerHello.
 * @param chainError OpenSSL's verification result, null where it accepts the chain; absent: not asked yet
 */
const sessionFacts = (socket: TLSSocket, name: string, store: TrustStore, chainError?: string | null): SessionFacts => {
  const leaf = socket.getPeerCertificate() as Partial<PeerCertificate> | null
  const version = socket.getProtocol()
  const cipher = socket.getCipher() as Partial<CipherNameAndProtocol> | null
  const { alpnProtocol } = socket
  // A client works out which signature algorithms both sides have for a CertificateRequest, and only then.
  const signatures = socket.getSharedSigalgs() as string[] | null
  const chain = chainSeen(socket, leaf?.fingerprint256, store, chainError === null)
  return {
    // Before the ServerHello the version is no more than our wish.
    ...(version !== null && cipher?.name !== undefined && { version, cipher: cipher.name }),
    alpn: typeof alpnProtocol === 'string' ? alpnProtocol : null,
    chain,
    trust:
      chain.length === 0 || chainError === undefined ? [] : [trustOf(leaf as PeerCertificate, name, store, chainError)],
    ...(signatures !== null && signatures.length > 0 && { clientCertificateWanted: true }),
  }
}

const chainSeen = (
  socket: TLSSocket,
  leaf: string | undefined,
  store: TrustStore,
  accepted: boolean,
): readonly Certificate[] => {
  if (leaf === undefined) return []
  const read = () => chainOf(socket.getPeerCertificate(true), store.holds)
  return accepted ? store.chainWith(leaf, read) : read()
}

const trustOf = (leaf: PeerCertificate, name: string, store: TrustStore, chainError: string | null): Trust => {
  const nameError: NodeJS.ErrnoException | undefined = checkServerIdentity(name, leaf)
  const error = chainError ?? nameError?.code
  return { store: store.name, ok: error === undefined, ...(error !== undefined && { error }) }
}
