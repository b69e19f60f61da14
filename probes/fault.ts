import { opensslFault } from './alerts.ts'
import type { Fault } from './observation.ts'
import { StepFault } from './probe.ts'

const RESETS = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])

type SystemError = Error & { code?: unknown; syscall?: unknown }

/** Where a thrown error comes from: its name and its first stack frame, without this machine's folders. */
const origin = (error: Error): string => {
  const frame = /(?:agent|probes)\/[\w/.-]+:\d+/.exec(error.stack ?? '')
  return frame === null ? error.name : `${error.name} at ${frame[0]}`
}

/**
 * The typed evidence in whatever was thrown. Reads codes and system calls, never a message. What has neither is a defect of
 * ours: kind `bug`.
 */
export const faultOf = (error: unknown): Fault => {
  if (error instanceof StepFault) return error.fault
  if (!(error instanceof Error)) return { kind: 'bug', code: typeof error }
  const { code, syscall } = error as SystemError
  if (typeof code !== 'string') return { kind: 'bug', code: origin(error) }
  const call = typeof syscall === 'string' ? { syscall } : {}
  if (code.startsWith('ERR_SSL_')) return opensslFault(code)
  // Node's word for a FIN in a TLS handshake: an ECONNRESET of no system call.
  if (code === 'ECONNRESET' && syscall === undefined) return { kind: 'closed' }
  if (RESETS.has(code)) return { kind: 'reset', code, ...call }
  if (/^E[A-Z0-9]+$/.test(code)) return { kind: 'errno', code, ...call }
  return { kind: 'bug', code: `${code}: ${origin(error)}` }
}
