import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { findClients, lookAround } from '../../../agent/vantage/runtime-stores.ts'
import { authority } from '../../fixtures/certificates.ts'

const [system, mozilla, corporate] = ['System root', 'Mozilla root', 'Corporate root'].map(
  (name) => authority(name).cert,
)
const BUNDLE = '/etc/ssl/certs/ca-certificates.crt'

type Files = Readonly<Record<string, string | undefined>>

/** A machine with these files, and what its programs trust: by name, as `STORE, SETBY, CAS`. */
const clients = async (t: Test, files: Files, env: Files = {}) => {
  const root = t.testdir()
  for (const [path, text = ''] of Object.entries({ [BUNDLE]: system, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const look = { ...lookAround({ PATH: '/usr/bin:/opt/conda/bin', ...env }, root), askKeytool: async () => null }
  const found = await findClients(look)
  return found.map(({ name, store, setBy, cas }) => {
    const held = 'unknown' in cas ? cas.unknown : cas.length > 100 ? 'many' : cas.map(nameOf).join('+')
    return [name.replace(/ \(.*/, ''), store, setBy ?? '-', held].join(' | ')
  })
}
const nameOf = (cas: string): string =>
  cas === system?.trim() ? 'system' : cas === mozilla?.trim() ? 'mozilla' : 'corporate'

const SITE = '/usr/local/lib/python3.11/dist-packages'
const PYTHON: Files = {
  '/usr/bin/python3': '',
  '/usr/lib/python3/dist-packages/six.py': '',
  '/usr/lib/python3.11/os.py': '',
  [`${SITE}/certifi/cacert.pem`]: mozilla,
  [`${SITE}/pip/_vendor/certifi/cacert.pem`]: mozilla,
  [`${SITE}/pip/__init__.py`]: '',
}

t.test('a bare machine has the system store alone', async (t) => {
  t.strictSame(await clients(t, {}), [`System store | ${BUNDLE} | - | system`])
})

t.test('the programs that are there, with what they trust by default', async (t) => {
  t.strictSame(await clients(t, { ...PYTHON, '/usr/bin/curl': '', '/usr/bin/node': '', '/usr/bin/java': '' }), [
    `System store | ${BUNDLE} | - | system`,
    `curl | ${BUNDLE} | - | system`,
    `Python's ssl | ${BUNDLE} | - | system`,
    `Python requests | ${SITE}/certifi/cacert.pem | - | mozilla`,
    `pip | ${SITE}/pip/_vendor/certifi/cacert.pem | - | mozilla`,
    'Node.js | its built-in list | - | many',
    'Java | its cacerts | - | keytool could not be asked',
  ])
})

t.test('variables choose other stores', async (t) => {
  const env = {
    SSL_CERT_FILE: '/corp.pem',
    REQUESTS_CA_BUNDLE: '/gone.pem',
    NODE_EXTRA_CA_CERTS: '/corp.pem',
    JAVA_TOOL_OPTIONS: '-Djavax.net.ssl.trustStore=/corp.jks',
  }
  const files = { ...PYTHON, '/corp.pem': corporate, '/usr/bin/curl': '', '/usr/bin/node': '', '/usr/bin/java': '' }
  t.strictSame(await clients(t, files, env), [
    `System store | ${BUNDLE} | - | system`,
    'curl | /corp.pem | SSL_CERT_FILE | corporate',
    "Python's ssl | /corp.pem | SSL_CERT_FILE | corporate",
    'Python requests | /gone.pem | REQUESTS_CA_BUNDLE | the file cannot be read',
    'pip | /gone.pem | REQUESTS_CA_BUNDLE | the file cannot be read',
    'Node.js | its built-in list and /corp.pem | NODE_EXTRA_CA_CERTS | many',
    'Java | JAVA_TOOL_OPTIONS | JAVA_TOOL_OPTIONS | JAVA_TOOL_OPTIONS names a store of its own',
  ])
})

t.test('pip: its configuration, and the system store since 24.2', async (t) => {
  const pip = async (files: Files, env: Files = {}) =>
    (await clients(t, { ...PYTHON, ...files }, { HOME: '/home/me', ...env })).filter((line) => line.startsWith('pip'))
  t.strictSame(await pip({ '/home/me/.config/pip/pip.conf': '[global]\ncert = /corp.pem\n', '/corp.pem': corporate }), [
    'pip | /corp.pem | cert in /home/me/.config/pip/pip.conf | corporate',
  ])
  t.strictSame(await pip({}, { PIP_CERT: BUNDLE }), [`pip | ${BUNDLE} | PIP_CERT | system`])
  const newer = { ...PYTHON, [`${SITE}/pip-24.2.dist-info/METADATA`]: '' }
  t.strictSame(await pip(newer), [`pip | ${BUNDLE} | - | system`])
})

t.test('conda and az', async (t) => {
  const CERTIFI = '/opt/conda/lib/python3.12/site-packages/certifi/cacert.pem'
  const conda = async (condarc: string | null, env: Files = {}) => {
    const files = {
      '/opt/conda/bin/conda': '',
      [CERTIFI]: mozilla,
      ...(condarc !== null && { '/home/me/.condarc': condarc }),
    }
    return (await clients(t, files, { HOME: '/home/me', ...env })).filter((line) => line.startsWith('conda'))
  }
  t.strictSame(await conda(null), [`conda | ${CERTIFI} | - | mozilla`])
  t.strictSame(await conda('ssl_verify: true'), [`conda | ${CERTIFI} | - | mozilla`])
  t.strictSame(await conda('ssl_verify: truststore'), [`conda | ${BUNDLE} | ssl_verify in /home/me/.condarc | system`])
  t.strictSame(await conda(`ssl_verify: ${BUNDLE}`), [`conda | ${BUNDLE} | ssl_verify in /home/me/.condarc | system`])
  t.match(await conda('ssl_verify: false'), [/switches verification off$/])
  t.match(await conda('}{', { CONDA_SSL_VERIFY: 'no' }), [/CONDA_SSL_VERIFY switches verification off$/])

  const AZ = '/opt/az/lib/python3.12/site-packages/certifi/cacert.pem'
  const az = async (env: Files = {}) =>
    (await clients(t, { '/usr/bin/az': '', [AZ]: mozilla }, env)).filter((line) => line.startsWith('az'))
  t.strictSame(await az(), [`az | ${AZ} | - | mozilla`])
  t.match(await az({ AZURE_CLI_DISABLE_CONNECTION_VERIFICATION: '1' }), [/switches verification off$/])
})

t.test("pyenv's shims stand for the version in use; Debian's certifi has no list of its own", async (t) => {
  const pyenv = '/root/.pyenv/versions/3.12.1/lib/python3.12/site-packages/certifi/cacert.pem'
  const files = { '/root/.pyenv/shims/python3': '', '/root/.pyenv/version': '3.12.1\n', [pyenv]: mozilla }
  t.match(await clients(t, files, { PATH: '/root/.pyenv/shims' }), [
    /./,
    /./,
    `Python requests | ${pyenv} | - | mozilla`,
  ])
  const debian = {
    '/usr/bin/python3': '',
    '/usr/lib/python3/dist-packages/certifi/core.py': '',
    '/usr/lib/python3.11/os.py': '',
  }
  t.match(await clients(t, debian), [/./, /./, `Python requests | ${BUNDLE} | - | system`])
})

t.test('no folder, no PATH, junk: nothing is found and nothing fails', async (t) => {
  t.strictSame(await clients(t, { [BUNDLE]: 'junk' }, { PATH: 'relative::/no/such' }), [
    `System store | ${BUNDLE} | - | the file holds no certificate`,
  ])
})
