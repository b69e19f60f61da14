import { usableCertificates } from '../trust-stores.ts'
import type { Client, Look } from './client.ts'
import { onPath } from './programs.ts'

/** Java: its cacerts, as its own keytool reads them. */
export const javaClients = async (look: Look): Promise<Client[]> => {
  const { env } = look
  const home = env['JAVA_HOME']
  if (home === undefined && onPath(look, 'java').length === 0) return []
  const common = { name: 'Java', fix: 'keytool -importcert -cacerts -alias corporate-ca -file CA.pem' }
  const variable = ['JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS'].find((name) =>
    env[name]?.includes('javax.net.ssl.trustStore'),
  )
  if (variable !== undefined)
    return [{ ...common, store: variable, setBy: variable, cas: { unknown: `${variable} names a store of its own` } }]
  const keytool = home === undefined ? onPath(look, 'keytool')[0] : `${home}/bin/keytool`
  const printed = keytool === undefined ? null : await look.askKeytool(keytool)
  const cas = usableCertificates(printed ?? '')
  return [
    {
      ...common,
      store: home === undefined ? 'its cacerts' : `cacerts of ${home}`,
      setBy: null,
      cas: cas.length > 0 ? cas : { unknown: 'keytool could not be asked' },
    },
  ]
}
