import { writeFileSync } from 'node:fs'
import bcrypt from 'bcryptjs'
import t from 'tap'
import { readWebConfig } from '../../../agent/serve/web-config.ts'
import type { UsageError } from '../../../agent/usage-error.ts'
import { authority } from '../../fixtures/certificates.ts'

const hash = bcrypt.hashSync('right', 4)
const folder = t.testdir()
const root = authority('Test root')
const leaf = root.issue({ names: ['DNS:a.test'] })
const file = (name: string, text: string): string => {
  writeFileSync(`${folder}/${name}`, text)
  return `${folder}/${name}`
}
file('cert.pem', leaf.chain)
file('key.pem', leaf.key)
file('ca.pem', root.cert)
const problemsOf = (text: string) =>
  readWebConfig(file('web.yml', text)).then(
    () => [],
    (error: unknown) => (error as UsageError).problems.map((problem) => problem.replace(`${folder}/`, '')),
  )

t.test('what Prometheus writes in its own', async (t) => {
  const web = await readWebConfig(
    file(
      'web.yml',
      `tls_server_config: { cert_file: cert.pem, key_file: key.pem, client_ca_file: ca.pem, client_auth_type: RequireAndVerifyClientCert, min_version: TLS13 }
http_server_config: { http2: true, headers: { Strict-Transport-Security: max-age=31536000 } }
basic_auth_users: { ada: ${hash} }
`,
    ),
  )
  t.match(web, {
    tls: { minVersion: 'TLSv1.3', clientAuth: 'RequireAndVerifyClientCert' },
    headers: { 'Strict-Transport-Security': 'max-age=31536000' },
  })
  t.equal(web.users.get('ada'), hash)
  t.strictSame(
    web.files.map((name) => name.slice(folder.length + 1)),
    ['web.yml', 'cert.pem', 'key.pem', 'ca.pem'],
  )
})

t.test('an empty file asks for nothing', async (t) => {
  t.match(await readWebConfig(file('web.yml', '')), { tls: null, users: new Map() })
})

t.test('mistakes say where they are; nothing that protects is ignored', async (t) => {
  t.match(await problemsOf('basic_auth_users: { ada: plain }'), [
    /^web\.yml:1:26: basic_auth_users\.ada: must be a bcrypt hash/,
  ])
  t.match(await problemsOf(`basic_auth_users: { ada: ${hash.replace('$04$', '$18$')} }`), [/cost from 4 to 14/])
  t.match(await problemsOf('tls_server_config: { cert_file: cert.pem, key_file: key.pem, client_allowed_sans: [a] }'), [
    /client_allowed_sans/,
  ])
  t.match(await problemsOf('tls_server_config: { cert_file: no.pem, key_file: key.pem }'), [
    /can't read no\.pem \(ENOENT\)/,
  ])
  t.match(await problemsOf('tls_server_config: { cert_file: cert.pem, key_file: ca.pem }'), [/no pair of PEM files/])
  t.match(
    await problemsOf(
      'tls_server_config: { cert_file: cert.pem, key_file: key.pem, client_auth_type: RequireAndVerifyClientCert }',
    ),
    [/needs client_ca_file/],
  )
})
