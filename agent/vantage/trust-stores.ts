import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { rootCertificates } from 'node:tls'
import type { TrustStore } from '../../probes/probe.ts'
import { certificatesIn, trustStore } from '../../probes/trust-store.ts'
import { UsageError } from '../usage-error.ts'

/** What is said about trust: by options, whose files must be right, and by the environment, whose files may be stale. */
export type TrustSettings = {
  /** `--roots`: PEM file that stands in for the built-in public roots. */
  readonly roots: string | null
  /** `--ca-file`: PEM file of further roots that this machine trusts. */
  readonly caFile: string | null
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Where distributions keep the roots that the machine trusts, as one PEM file. */
export const BUNDLES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Alpine, Arch
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // RHEL, Fedora, Azure Linux
  '/etc/pki/tls/certs/ca-bundle.crt', // older RHEL, Amazon Linux
  '/etc/ssl/ca-bundle.pem', // SUSE
  '/etc/ssl/cert.pem', // OpenSSL's own default
]

/**
 * The stores in the order in which they are asked: `public`, as in Node, then `system`, what this machine trusts, which is only
 * loaded when a chain isn't trusted publicly. SSL_CERT_FILE takes the place of the distribution's bundle and
 * NODE_EXTRA_CA_CERTS adds to it, as they do for the workload.
 * @param bundles the first that exists is the distribution's
 * @throws UsageError when a file that an option names can't be read or holds no certificate
 */
export const trustStores = ({ roots, caFile, env }: TrustSettings, bundles = BUNDLES): TrustStore[] => {
  const problems: string[] = []
  const named = (option: string, file: string | null): string[] => {
    if (file === null) return []
    try {
      const found = readCertificates(file)
      if (found.length === 0) problems.push(`${option}: ${file} holds no certificate in PEM`)
      return found
    } catch (error) {
      problems.push(`${option}: cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`)
      return []
    }
  }
  const publicRoots = named('--roots', roots)
  const ownRoots = named('--ca-file', caFile)
  if (problems.length > 0) throw new UsageError(problems)

  const bundle = [env['SSL_CERT_FILE'], ...bundles].find((file) => file !== undefined && existsSync(file))
  const files = [bundle, env['NODE_EXTRA_CA_CERTS']].filter((file) => file !== undefined)
  return [
    trustStore('public', () => (roots === null ? rootCertificates : publicRoots)),
    ...(files.length + ownRoots.length === 0
      ? []
      : [trustStore('system', () => [...ownRoots, ...files.flatMap(readWhatIsThere)])]),
  ]
}

/** The certificates in a PEM text. Those that Node can't parse are left out: one of them would make the whole store unusable. */
export const usableCertificates = (pem: string): string[] => certificatesIn(pem).filter(isCertificate)

const readCertificates = (file: string): string[] => usableCertificates(readFileSync(file, 'latin1'))

const isCertificate = (pem: string): boolean => {
  try {
    new X509Certificate(pem)
    return true
  } catch {
    return false
  }
}

const readWhatIsThere = (file: string): string[] => {
  try {
    return readCertificates(file)
  } catch {
    return []
  }
}
