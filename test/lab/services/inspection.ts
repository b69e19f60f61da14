/** The heart of TLS inspection. */
import type { Socket } from 'node:net'
import tls, { createSecureContext, TLSSocket } from 'node:tls'
import { leaf } from '../certificates.ts'
import type { Pki } from '../pki.ts'
import { join, type Destination } from './transparent.ts'

/**
 * Shakes hands with the client in the name it asked for, with a certificate of the interceptor's CA, and with the server on its own
 * account; a server that it doesn't trust is as good as gone.
 */
export const inspect = (client: Socket, read: Buffer, name: string | null, to: Destination, pki: Pki): void => {
  client.unshift(read)
  const shown = name ?? to.address
  const secureContext = createSecureContext(leaf({ name: shown, names: [shown] }, pki.interceptor))
  const near = new TLSSocket(client, { isServer: true, secureContext })
  near.on('error', () => near.destroy())
  near.once('secure', () => {
    const servername = name === null ? {} : { servername: name }
    join(near, tls.connect({ host: to.address, port: to.port, ca: pki.publicRoot.cert, ...servername }))
  })
}
