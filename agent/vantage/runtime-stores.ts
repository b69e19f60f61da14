import { execFile } from 'node:child_process'
import { azClients } from './clients/az.ts'
import type { Client, Look } from './clients/client.ts'
import { condaClients } from './clients/conda.ts'
import { javaClients } from './clients/java.ts'
import { nativeClients } from './clients/native.ts'
import { nodeClients } from './clients/node.ts'
import { pythonClients } from './clients/python.ts'
import { diskBelow } from './disk.ts'
import { BUNDLES } from './trust-stores.ts'

const KEYTOOL_MS = 3000
const KEYTOOL_BYTES = 8_388_608

/** What this machine offers to look at. */
export const lookAround = (env: Look['env'], root = '/'): Look => {
  const disk = diskBelow(root)
  return {
    env,
    disk,
    systemBundle: BUNDLES.find((file) => disk.read(file) !== null) ?? null,
    askKeytool: (keytool) => askKeytool(keytool, env),
  }
}

/** Every program of this machine that we know how to ask for its CAs, with them. Takes as long as Java's keytool: up to 3 s. */
export const findClients = async (look: Look): Promise<Client[]> => [
  ...nativeClients(look),
  ...pythonClients(look),
  ...condaClients(look),
  ...azClients(look),
  ...nodeClients(look),
  ...(await javaClients(look)),
]

/** Null when it fails or takes too long. The password is the one that every Java ships with. */
const askKeytool = (keytool: string, env: Look['env']): Promise<string | null> =>
  new Promise((resolve) => {
    execFile(
      keytool,
      ['-list', '-rfc', '-cacerts', '-storepass', 'changeit'],
      { timeout: KEYTOOL_MS, maxBuffer: KEYTOOL_BYTES, env: { ...env } },
      (error, stdout) => resolve(error === null ? stdout : null),
    )
  })
