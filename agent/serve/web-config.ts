/** Prometheus' web configuration file: https://prometheus.io/docs/prometheus/latest/configuration/https/ */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { z } from 'zod'
import { describeIssues } from '../catalogue/problems.ts'
import { parseYaml } from '../catalogue/yaml.ts'
import { readTextFile } from '../read-file.ts'
import { UsageError } from '../usage-error.ts'

/** What the file asks for, ready for use. */
export type WebConfig = {
  /** Null: plain HTTP. */
  readonly tls: (SecureContextOptions & { readonly clientAuth: ClientAuth }) | null
  /** bcrypt hashes by user; empty: nobody has to say who they are. */
  readonly users: ReadonlyMap<string, string>
  /** Headers that every answer has. */
  readonly headers: Readonly<Record<string, string>>
  /** Files that it was read from: when one changes, so does this. */
  readonly files: readonly string[]
}

/** Whether clients are asked for a certificate, and which will do; the words are the file's. */
export type ClientAuth = z.output<typeof clientAuth>

/** Without a file. */
export const NO_WEB_CONFIG: WebConfig = { tls: null, users: new Map(), headers: {}, files: [] }

const MOST_BYTES = 1_048_576
/** A bcrypt hash; a cost beyond 14 takes seconds a check, in which nothing is probed in time. */
const BCRYPT = /^\$2[aby]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}$/

const clientAuth = z
  .enum([
    'NoClientCert',
    'RequestClientCert',
    'RequireAnyClientCert',
    'VerifyClientCertIfGiven',
    'RequireAndVerifyClientCert',
  ])
  .default('NoClientCert')
const version = z.enum(['TLS12', 'TLS13'])

const tlsConfig = z.strictObject({
  cert_file: z.string().min(1),
  key_file: z.string().min(1),
  client_ca_file: z.string().min(1).optional(),
  client_auth_type: clientAuth,
  min_version: version.default('TLS12'),
  max_version: version.default('TLS13'),
  prefer_server_cipher_suites: z.boolean().default(true),
})

const webConfig = z.strictObject({
  tls_server_config: tlsConfig.optional(),
  http_server_config: z
    .strictObject({
      /** Accepted for the sake of existing files; we speak HTTP/1.1 alone. */
      http2: z.boolean().default(true),
      headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string().regex(/^[\x20-\x7e]*$/)).default({}),
    })
    .optional(),
  basic_auth_users: z
    .record(
      z.string().min(1),
      z.string().regex(BCRYPT, 'must be a bcrypt hash of a cost from 4 to 14: htpasswd -nBC 10 USER makes one'),
    )
    .default({}),
})

/**
 * Reads the file and what it names; paths are relative to it. An empty file asks for nothing, as in Prometheus.
 * @throws UsageError with every mistake
 */
export const readWebConfig = async (file: string): Promise<WebConfig> => {
  const text = await readTextFile(file, MOST_BYTES)
  if (text.trim() === '') return { ...NO_WEB_CONFIG, files: [file] }
  const located = parseYaml(text, file)
  const checked = webConfig.safeParse(located.value)
  if (!checked.success) throw new UsageError(describeIssues(checked.error.issues, located))
  const { tls_server_config: tls, basic_auth_users: users, http_server_config: http } = checked.data
  return {
    tls: tls === undefined ? null : readTls(tls, file),
    users: new Map(Object.entries(users)),
    headers: http?.headers ?? {},
    files: [
      file,
      ...[tls?.cert_file, tls?.key_file, tls?.client_ca_file].flatMap((name) =>
        name === undefined ? [] : beside(file, name),
      ),
    ],
  }
}

/** A path in the file is relative to it. */
const beside = (file: string, name: string): string => resolve(dirname(file), name)

const readTls = (config: z.output<typeof tlsConfig>, file: string): NonNullable<WebConfig['tls']> => {
  const problems: string[] = []
  const read = (name: string): Buffer | undefined => {
    try {
      return readFileSync(beside(file, name))
    } catch (error) {
      problems.push(`${file}: can't read ${name} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`)
      return undefined
    }
  }
  const versions = { TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' } as const
  const options = {
    cert: read(config.cert_file),
    key: read(config.key_file),
    ca: config.client_ca_file === undefined ? undefined : read(config.client_ca_file),
    minVersion: versions[config.min_version],
    maxVersion: versions[config.max_version],
    honorCipherOrder: config.prefer_server_cipher_suites,
    clientAuth: config.client_auth_type,
  }
  const needsCa = ['VerifyClientCertIfGiven', 'RequireAndVerifyClientCert'].includes(config.client_auth_type)
  if (needsCa && config.client_ca_file === undefined)
    problems.push(
      `${file}: client_auth_type ${config.client_auth_type} needs client_ca_file: name the PEM file of the CA`,
    )
  try {
    if (problems.length === 0) createSecureContext(options)
  } catch (error) {
    problems.push(
      `${file}: certificate and key are no pair of PEM files (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    )
  }
  if (problems.length > 0) throw new UsageError(problems)
  return options
}
