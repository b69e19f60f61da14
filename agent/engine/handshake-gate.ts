import { createLimit } from './limit.ts'
import type { World } from '../../probes/probe.ts'

/** How long one handshake may keep the others waiting, milliseconds: a healthy one burns its CPU within it. */
const HOLD_MS = 25
/** Handshakes that may burn CPU side by side. */
const SLOTS = 16

/**
 * Spreads TLS handshakes: three hundred that begin in one turn of the event loop block it for half a second, and every timing
 * of the run with it. A silent peer gives its place away after `HOLD_MS`, so it never starves the others.
 */
export const createHandshakeGate = (): World['handshake'] => {
  const limit = createLimit(SLOTS)
  return async (work, signal) => {
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    await new Promise<void>((admitted) => {
      void limit(() => {
        admitted()
        const timer = setTimeout(release, HOLD_MS)
        return released.finally(() => {
          clearTimeout(timer)
        })
      })
      signal.addEventListener(
        'abort',
        () => {
          admitted()
          release()
        },
        { once: true },
      )
    })
    try {
      return await work()
    } finally {
      release()
    }
  }
}
