import type { Client, Look } from './client.ts'
import { pemStore } from './pem.ts'
import { onPath } from './programs.ts'
import { foldersIn, packageFolders } from './python-folders.ts'
import { certifiIn, requestsVariables } from './python.ts'

/** Where the packages of Linux put az with a Python of its own. */
const AZ_PREFIX = '/opt/az'
const SWITCH = 'AZURE_CLI_DISABLE_CONNECTION_VERIFICATION'

/** The Azure CLI: requests, in its own Python or in the one it was installed into. */
export const azClients = (look: Look): Client[] => {
  if (onPath(look, 'az').length === 0) return []
  const common = { name: 'az', fix: 'set REQUESTS_CA_BUNDLE to <FILE>' }
  if (look.env[SWITCH])
    return [{ ...common, store: 'none', setBy: SWITCH, cas: { unknown: `${SWITCH} switches verification off` } }]
  const folders = [...foldersIn(look, AZ_PREFIX), ...packageFolders(look)]
  const certifi = folders.map(({ path }) => certifiIn(look, path)).find((file) => file !== null)
  const store = pemStore(look, [...requestsVariables(look), { file: certifi, setBy: null }])
  return store === null ? [] : [{ ...common, ...store }]
}
