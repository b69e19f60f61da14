import { rootCertificates } from 'node:tls'
import type { Client, Look } from './client.ts'
import { byVariable, pemStore } from './pem.ts'
import { onPath } from './programs.ts'

/** Node.js: Mozilla's list, as built into it, and what NODE_EXTRA_CA_CERTS adds. */
export const nodeClients = (look: Look): Client[] => {
  if (onPath(look, 'node').length === 0) return []
  const common = { name: 'Node.js', fix: 'set NODE_EXTRA_CA_CERTS to <FILE>' }
  const system = /--use-(?:openssl|system)-ca/.exec(look.env['NODE_OPTIONS'] ?? '')?.[0]
  if (system !== undefined) {
    const store = pemStore(look, [{ file: look.systemBundle, setBy: `NODE_OPTIONS ${system}` }])
    return store === null ? [] : [{ ...common, ...store }]
  }
  const extra = pemStore(look, [byVariable(look, 'NODE_EXTRA_CA_CERTS')])
  const added = extra === null || 'unknown' in extra.cas ? [] : extra.cas
  const store = extra === null ? 'its built-in list' : `its built-in list and ${extra.store}`
  return [{ ...common, store, setBy: extra?.setBy ?? null, cas: [...rootCertificates, ...added] }]
}
