import { parse } from 'yaml'
import type { Client, Look } from './client.ts'
import { byVariable, pemStore } from './pem.ts'
import { onPath, prefixOf } from './programs.ts'
import { foldersIn } from './python-folders.ts'
import { certifiIn, requestsVariables } from './python.ts'

/** conda: what `ssl_verify` says, else as requests in conda's own Python. */
export const condaClients = (look: Look): Client[] => {
  const program = condaProgram(look)
  if (program === null) return []
  const common = { name: 'conda', fix: "set ssl_verify in conda's configuration to <FILE>" }
  const { value, from } = sslVerify(look)
  if (value === false) {
    const cas = { unknown: `${from ?? 'ssl_verify'} switches verification off` }
    return [{ ...common, store: 'none', setBy: from, cas }]
  }
  const [folder] = foldersIn(look, prefixOf(program))
  const system = { file: look.systemBundle, setBy: from }
  const store = pemStore(look, [
    ...(value === 'truststore' ? [system] : typeof value === 'string' ? [{ file: value, setBy: from }] : []),
    ...requestsVariables(look),
    { file: folder === undefined ? null : certifiIn(look, folder.path), setBy: null },
  ])
  return store === null ? [] : [{ ...common, ...store }]
}

const condaProgram = (look: Look): string | null => look.env['CONDA_EXE'] ?? onPath(look, 'conda')[0] ?? null

/** conda's configuration files, what overrides first (docs.conda.io, use-condarc). */
const condaFiles = (look: Look): string[] => {
  const { env } = look
  const program = condaProgram(look)
  return [
    ...(env['CONDARC'] === undefined ? [] : [env['CONDARC']]),
    ...(env['CONDA_PREFIX'] === undefined ? [] : [`${env['CONDA_PREFIX']}/.condarc`]),
    ...(env['HOME'] === undefined ? [] : [`${env['HOME']}/.condarc`]),
    ...(program === null ? [] : [`${prefixOf(program)}/.condarc`]),
    '/etc/conda/.condarc',
  ]
}

/** A key of conda's configuration, of the first file that has it. */
export const condaSetting = (look: Look, key: string): { readonly value: unknown; readonly file: string } | null => {
  for (const file of condaFiles(look)) {
    const value = keyIn(look.disk.read(file), key)
    if (value !== undefined) return { value, file }
  }
  return null
}

const keyIn = (text: string | null, key: string): unknown => {
  try {
    const settings: unknown = text === null ? null : parse(text)
    return typeof settings === 'object' && settings !== null ? (settings as Record<string, unknown>)[key] : undefined
  } catch {
    return undefined
  }
}

const sslVerify = (look: Look): { value: string | boolean; from: string | null } => {
  const variable = byVariable(look, 'CONDA_SSL_VERIFY')
  const setting = condaSetting(look, 'ssl_verify')
  const value = variable.file ?? setting?.value
  const from = variable.file !== undefined ? variable.setBy : setting === null ? null : `ssl_verify in ${setting.file}`
  if (typeof value === 'boolean') return { value, from }
  if (typeof value !== 'string' || /^(true|yes|1)$/i.test(value)) return { value: true, from: null }
  return { value: /^(false|no|0)$/i.test(value) ? false : value, from }
}
