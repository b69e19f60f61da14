/** Rules on handshakes that were not completed. */
import { ALERTS } from '../../probes/alerts.ts'
import type { Fault, TlsFacts } from '../../probes/observation.ts'
import { isAddress } from './addresses.ts'
import { decoyVerdict } from './decoys.ts'
import { handshakeExperiments, portEightyExperiment, rawHelloExperiment } from './endpoint-experiments.ts'
import { hasCertificate, isCut, isCutOff, tlsStepOf } from './handshake.ts'
import { decoysAround } from './proof.ts'
import type { Candidate, Rule, RuleGroup } from './rule.ts'
import { findSignature } from './signatures.ts'
import { wantsClientCertificate } from './trust.ts'
import { answersTo, faultIn, nameOf, peerOf, speaksTls, tlsOf, type View } from './view.ts'
import { printable, secondsText } from './text.ts'

/** OpenSSL's reasons for bytes that are no TLS record. */
const NOT_TLS = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_HTTPS_PROXY_REQUEST',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_BAD_RECORD_TYPE',
  'ERR_SSL_UNEXPECTED_RECORD',
])
/** OpenSSL's reasons for a server that offers only versions that we don't speak. */
const OLD_TLS = new Set([
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_WRONG_SSL_VERSION',
  'ERR_SSL_UNSUPPORTED_SSL_VERSION',
  'ERR_SSL_VERSION_TOO_LOW',
])
const PROTOCOL_VERSION = 70

/**
 * How the target's handshake ended, unless the service only wanted a client certificate. A reset may overtake our own notice of
 * the connection: then it is on record as the connection's.
 */
const handshakeFault = (view: View): Fault | null => {
  if (wantsClientCertificate(view)) return null
  const early = view.observation.via === null && speaksTls(view.evidence.endpoint) ? faultIn(view, 'connect') : null
  return early?.kind === 'reset' ? early : faultIn(view, 'tls')
}

/** The first bytes that answered our own ClientHello on a bare socket, hexadecimal, and the alert in them. */
const rawAnswer = (view: View): { bytes: string; fault: Fault | null } | null => {
  const step = tlsStepOf(answersTo(view, 'raw-hello').at(-1)?.observations[0])
  if (step === undefined) return null
  return { bytes: step.facts?.firstBytes ?? '', fault: step.ok ? null : step.fault }
}

/** A TLS record that is an alert: its type and the version's first byte. */
const ALERT_RECORD = '1503'
const TLS_RECORD = /^1[4-7]03/
/** A ServerHello record that chooses SSL 3 to TLS 1.1: type, version, length, then the message's type, length and version. */
const OLD_SERVER_HELLO = /^1603......02......030[0-2]/

/** A short cut connection may have been an alert that Node doesn't show. */
const ALERT_BYTES = 7

const alertText = (alert: number): string =>
  ALERTS[alert] === undefined ? `alert ${alert}` : `alert ${alert}, ${ALERTS[alert].replaceAll('_', ' ')}`

const version: Rule = {
  name: 'tls-version',
  judge: (view) => {
    const fault = handshakeFault(view)
    if (fault === null) return null
    const shown = OLD_SERVER_HELLO.test(rawAnswer(view)?.bytes ?? '')
    const old = OLD_TLS.has(fault.code ?? '') || shown
    if (!old && fault.alert !== PROTOCOL_VERSION) return null
    return {
      cause: 'tls-version',
      confidence: old ? 'proven' : 'likely',
      says: `${peerOf(view)} speaks TLS, and refuses TLS 1.2 and 1.3 (${old ? (fault.code ?? 'an older ServerHello') : alertText(PROTOCOL_VERSION)}).`,
    }
  },
}

const alert: Rule = {
  name: 'tls-alert',
  judge: (view) => {
    const fault = handshakeFault(view)
    if (fault === null || (tlsOf(view)?.chain.length ?? 0) > 0) return null
    const raw = rawAnswer(view)
    const shown = raw?.bytes.startsWith(ALERT_RECORD) ? parseInt(raw.bytes.slice(12, 14), 16) : NaN
    const number = fault.alert ?? raw?.fault?.alert ?? (Number.isNaN(shown) ? undefined : shown)
    const cutShort = isCut(fault) && tlsOf(view)?.bytesRead === ALERT_BYTES
    if (fault.kind !== 'alert' && !(cutShort && number !== undefined)) return null
    const text = number === undefined ? 'an alert' : alertText(number)
    return {
      cause: 'tls-alert',
      confidence: 'proven',
      says: `${peerOf(view)} refused the handshake for ${nameOf(view)} before it showed a certificate (${text}).`,
      remedy: { who: text },
      ...(number === undefined && { wants: rawHelloExperiment(view) }),
    }
  },
}

const notTls: Rule = {
  name: 'not-tls',
  judge: (view) => {
    const fault = handshakeFault(view)
    const suspect = fault?.kind === 'malformed' || (fault?.kind === 'tls' && NOT_TLS.has(fault.code ?? ''))
    if (!suspect) return null
    const bytes = rawAnswer(view)?.bytes ?? tlsOf(view)?.firstBytes ?? ''
    if (TLS_RECORD.test(bytes)) return null
    const text = bytes === '' ? 'bytes that are not TLS' : `"${printable(bytes)}"`
    return {
      cause: 'not-tls',
      confidence: bytes === '' ? 'likely' : 'proven',
      says: `${peerOf(view)} answers the TLS handshake with ${text}.`,
      remedy: { who: text },
      wants: rawHelloExperiment(view),
    }
  },
}

/** How the handshake was cut off, if it was: what came before, and whether an end came at all. */
const cutOf = (view: View): { silent: boolean; bytes: number; fault: Fault } | null => {
  const fault = handshakeFault(view)
  if (fault === null || (fault.kind !== 'timeout' && !isCut(fault))) return null
  return { silent: fault.kind === 'timeout', bytes: tlsOf(view)?.bytesRead ?? 0, fault }
}

/** Answers of one address to another name, and to the target's again. */
const controlsOf = (view: View, experiment: 'control-sni' | 'target-sni-elsewhere', address?: string) => {
  const own = view.evidence.endpoint.sni ?? view.evidence.endpoint.host
  const asked = view.evidence.experiments.filter(
    ({ name, target }) => name === experiment && target.address === (address ?? view.observation.address ?? undefined),
  )
  const isOwn = ({ target }: (typeof asked)[number]) => (target.sni === undefined ? target.host : target.sni) === own
  return {
    again: asked.filter(isOwn).flatMap(({ observations }) => observations),
    others: asked.filter((one) => !isOwn(one)),
  }
}

const sniFiltered: Rule = {
  name: 'tls-sni-filtered',
  judge: (view) => {
    const cut = cutOf(view)
    const { endpoint } = view.evidence
    if (cut === null || cut.bytes > 0 || isAddress(endpoint.sni ?? endpoint.host)) return null
    const { again, others } = controlsOf(view, 'control-sni')
    const control = others.find(({ observations }) => observations.some(hasCertificate))
    if (control === undefined || again.length === 0 || !again.every(isCutOff)) return null
    const relay = relayThatFails(view)
    const other = control.target.sni ?? 'a handshake without a name'
    return {
      cause: 'tls-sni-filtered',
      confidence: relay === null ? 'likely' : 'proven',
      says: `${peerOf(view)} ${cut.silent ? 'is silent' : 'hangs up'} each time a handshake names ${endpoint.host}, and answers ${other} in between${
        relay === null ? '' : `; the same happens at ${relay}, which is not the service's address`
      }.`,
      wants: handshakeExperiments(view),
    }
  },
}

/** An address that isn't the service's, relays other names, and fails for the target's: only a filter on the way does that. */
const relayThatFails = (view: View): string | null => {
  const decoy = decoysAround(view).find(({ address, port, connected }) => {
    if (connected !== true || port !== view.evidence.endpoint.port) return false
    const { again, others } = controlsOf(view, 'target-sni-elsewhere', address)
    return again.length > 0 && again.every(isCutOff) && others.some((one) => one.observations.some(hasCertificate))
  })
  return decoy?.address ?? null
}

/** A hello that can only be answered by a short alert got it, while nothing large arrives from this address. */
const mtuBlackhole: Rule = {
  name: 'mtu-blackhole',
  judge: (view) => {
    const cut = cutOf(view)
    if (cut?.silent !== true) return null
    const short = tlsStepOf(answersTo(view, 'small-packets').at(-1)?.observations[0])
    const gotAlert =
      short !== undefined &&
      ((!short.ok && short.fault.kind === 'alert') || (short.facts?.firstBytes ?? '').startsWith(ALERT_RECORD))
    const { again, others } = controlsOf(view, 'control-sni')
    if (!gotAlert || [...again, ...others.flatMap(({ observations }) => observations)].some(hasCertificate)) return null
    return {
      cause: 'mtu-blackhole',
      confidence: 'likely',
      says: `${peerOf(view)} answers a handshake that needs only a short reply, and its large reply with the certificate never arrives (${cut.bytes} bytes in ${secondsText(view.failure?.durationSeconds ?? 0)}): large packets vanish on the way.`,
      wants: handshakeExperiments(view),
    }
  },
}

/** What port 80 of the same host says of who is on the way: a clause, or nothing. */
const portEighty = (view: View): { vendor: string } | null => {
  const request = answersTo(view, 'plain-http')
    .at(-1)
    ?.observations[0]?.steps.find(({ phase }) => phase === 'request')
  const facts = request?.facts
  const signature =
    facts !== undefined && 'status' in facts && 'headers' in facts ? findSignature(view.context.knowledge, facts) : null
  return signature === null ? null : { vendor: signature.vendor }
}

const afterHello = (name: 'tls-closed-after-hello' | 'tls-silent-after-hello', silent: boolean): Rule => ({
  name,
  judge: (view) => {
    const cut = cutOf(view)
    if (cut?.silent !== silent || cut.bytes > 0) return null
    const culprit = portEighty(view)
    const decoy = decoyVerdict(decoysAround(view), view.evidence.endpoint.port, view.observation.address ?? '')
    const end = silent
      ? `said nothing for ${secondsText(view.failure?.durationSeconds ?? 0)}`
      : cut.fault.kind === 'reset'
        ? 'reset the connection'
        : 'closed the connection'
    const who =
      culprit !== null
        ? `; on port 80 ${culprit.vendor} denies this host`
        : decoy === 'connected'
          ? `; a device on the way completes the TCP handshake for any address on this port`
          : ''
    return {
      cause: name,
      confidence: 'likely',
      says: `${peerOf(view)} ${end} after the TLS ClientHello for ${view.evidence.endpoint.host}${who}.`,
      ...(culprit !== null && { remedy: { who: culprit.vendor } }),
      wants: [...handshakeExperiments(view), ...portEightyExperiment(view)],
      ...(view.observation.via !== null && { confirm: true }),
    }
  },
})

const brokenMidway: Rule = {
  name: 'tls-broken-midway',
  judge: (view) => {
    const cut = cutOf(view)
    if (cut === null) return null
    const candidate: Candidate = {
      cause: 'tls-broken-midway',
      confidence: 'proven',
      says: `${peerOf(view)} began the handshake for ${view.evidence.endpoint.host} (${cut.bytes} bytes came), then ${cut.silent ? 'fell silent' : cut.fault.kind === 'reset' ? 'the connection was reset' : 'the connection was closed'}.`,
      confirm: true,
    }
    const wants = cut.silent ? handshakeExperiments(view) : cut.bytes === ALERT_BYTES ? rawHelloExperiment(view) : []
    return { ...candidate, wants }
  },
}

/** Whether handshakes of more than one segment vanish on the way that this endpoint takes. */
const largeHello: Rule = {
  name: 'tls-large-hello-dropped',
  judge: (view) => {
    const { largeHello: seen } = view.context
    const small: TlsFacts | null = tlsOf(view)
    if (small === null || view.observation.via !== null || view.failure?.phase === 'tls') return null
    const own = seen.get(nameOf(view))
    const failed = [...seen].filter(([, passed]) => !passed).map(([name]) => name)
    const everywhere = failed.length >= 2 && failed.length === seen.size
    if (own !== false && !(own === undefined && everywhere)) return null
    return {
      cause: 'tls-large-hello-dropped',
      confidence: everywhere ? 'proven' : 'likely',
      says: `A TLS ClientHello of two segments, as clients with post-quantum keys send it, fails for ${failed.toSorted().join(', ')}, where one of a single segment passes.`,
    }
  },
}

export const tlsRules: readonly RuleGroup[] = [
  [
    version,
    alert,
    notTls,
    mtuBlackhole,
    sniFiltered,
    afterHello('tls-silent-after-hello', true),
    afterHello('tls-closed-after-hello', false),
    brokenMidway,
  ],
  [largeHello],
]
