import type { Client, Look } from './client.ts'
import { byVariable, pemStore } from './pem.ts'
import { onPath } from './programs.ts'

/** How the CA becomes one of the machine's own, by where the distribution keeps its bundle. */
const systemFix = (bundle: string): string =>
  bundle.startsWith('/etc/pki/')
    ? 'copy the CA as PEM to /etc/pki/ca-trust/source/anchors/ and run update-ca-trust'
    : 'copy the CA as PEM to /usr/local/share/ca-certificates/ (ending .crt) and run update-ca-certificates'

/** What trusts the distribution's bundle, and curl, which can be told otherwise. */
export const nativeClients = (look: Look): Client[] => {
  const bundle = { file: look.systemBundle, setBy: null }
  const system = pemStore(look, [bundle])
  const curl =
    onPath(look, 'curl').length === 0
      ? null
      : pemStore(look, [byVariable(look, 'CURL_CA_BUNDLE'), byVariable(look, 'SSL_CERT_FILE'), bundle])
  return [
    ...(system === null
      ? []
      : [{ name: 'System store (apt, git, wget, Go, .NET)', fix: systemFix(system.store), ...system }]),
    ...(curl === null ? [] : [{ name: 'curl', fix: 'set CURL_CA_BUNDLE to <FILE>', ...curl }]),
  ]
}
