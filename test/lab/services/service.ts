import type { Pki } from '../pki.ts'

/** Where a server runs and who it is. */
type Place = { readonly address: string; readonly host: string; readonly pki: Pki }

/** A server of the lab: starts at its place, and lives as long as its process. */
export type Service = (place: Place) => Promise<void>

/** Waits until `server` listens, and fails loudly when it can't. */
export const listening = async (server: {
  once(event: 'listening', done: () => void): unknown
  once(event: 'error', failed: (error: Error) => void): unknown
}): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
