import { readIni } from '../ini.ts'
import type { Client, Look } from './client.ts'
import { byVariable, pemStore } from './pem.ts'
import { onPath } from './programs.ts'
import { packageFolders, type PackageFolder } from './python-folders.ts'

/** Python's own ssl module, requests with its certifi, and pip with a certifi of its own. */
export const pythonClients = (look: Look): Client[] => {
  if (onPath(look, 'python3', 'python').length === 0) return []
  const folders = packageFolders(look)
  return [...sslClients(look, folders), ...requestsClients(look, folders), ...pipClients(look, folders)]
}

const sslClients = (look: Look, folders: readonly PackageFolder[]): Client[] => {
  const own = folders
    .map(({ prefix }) => `${prefix}/ssl/cacert.pem`)
    .find((file) => look.disk.list(file.slice(0, -'/cacert.pem'.length)).includes('cacert.pem'))
  const store = pemStore(look, [
    byVariable(look, 'SSL_CERT_FILE'),
    { file: own, setBy: null },
    { file: look.systemBundle, setBy: null },
  ])
  return store === null
    ? []
    : [{ name: "Python's ssl (urllib, aiohttp)", fix: 'set SSL_CERT_FILE to <FILE>', ...store }]
}

const requestsClients = (look: Look, folders: readonly PackageFolder[]): Client[] =>
  oncePerStore(
    folders.flatMap((folder): Client[] => {
      const store = pemStore(look, [...requestsVariables(look), { file: certifiIn(look, folder.path), setBy: null }])
      return store === null ? [] : [{ name: 'Python requests', fix: 'set REQUESTS_CA_BUNDLE to <FILE>', ...store }]
    }),
  )

/** What requests heeds before certifi, and whatever is built upon it. */
export const requestsVariables = (look: Look) =>
  [byVariable(look, 'REQUESTS_CA_BUNDLE'), byVariable(look, 'CURL_CA_BUNDLE')] as const

/** The list of a certifi among these packages. Debian's has none of its own and points at the distribution's. */
export const certifiIn = ({ disk, systemBundle }: Look, packages: string): string | null => {
  const files = disk.list(`${packages}/certifi`)
  if (files.includes('cacert.pem')) return `${packages}/certifi/cacert.pem`
  return files.includes('core.py') ? systemBundle : null
}

const pipClients = (look: Look, folders: readonly PackageFolder[]): Client[] =>
  oncePerStore(
    folders.flatMap((folder): Client[] => {
      const { path } = folder
      const vendored = certifiIn(look, `${path}/pip/_vendor`)
      if (vendored === null && !look.disk.list(path).includes('pip')) return []
      const store = pemStore(look, [
        byVariable(look, 'PIP_CERT'),
        pipSetting(look),
        ...requestsVariables(look),
        ...(usesSystem(look, folder) ? [{ file: look.systemBundle, setBy: null }] : []),
        { file: vendored ?? look.systemBundle, setBy: null },
      ])
      return store === null ? [] : [{ name: 'pip', fix: 'set PIP_CERT to <FILE>', ...store }]
    }),
  )

const pipSetting = (look: Look) => {
  for (const file of pipFiles(look)) {
    const sections = readIni(look.disk.read(file) ?? '')
    const cert = sections.get('install')?.get('cert') ?? sections.get('global')?.get('cert')
    if (cert !== undefined) return { file: cert, setBy: `cert in ${file}` }
  }
  return { file: null, setBy: null }
}

/** pip's configuration files, what overrides first (pip.pypa.io, configuration). */
export const pipFiles = ({ env }: Pick<Look, 'env'>): string[] => [
  ...(env['PIP_CONFIG_FILE'] === undefined ? [] : [env['PIP_CONFIG_FILE']]),
  ...(env['VIRTUAL_ENV'] === undefined ? [] : [`${env['VIRTUAL_ENV']}/pip.conf`]),
  ...(env['HOME'] === undefined ? [] : [`${env['HOME']}/.config/pip/pip.conf`, `${env['HOME']}/.pip/pip.conf`]),
  '/etc/pip.conf',
]

/** pip trusts the system's store since 24.2, with Python 3.10 and later (pip.pypa.io, https-certificates). */
const usesSystem = ({ disk }: Look, { path, minor }: PackageFolder): boolean => {
  const version = disk.list(path).flatMap((name) => /^pip-(\d+)\.(\d+)/.exec(name)?.slice(1).map(Number) ?? [])
  const [major = 0, second = 0] = version
  return minor >= 10 && (major > 24 || (major === 24 && second >= 2))
}

/** Several Pythons that read one file are one. */
const oncePerStore = (clients: readonly Client[]): Client[] => [
  ...new Map(clients.map((client) => [client.store, client])).values(),
]
