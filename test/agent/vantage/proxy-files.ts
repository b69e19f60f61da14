import t from 'tap'
import { inAptConf, inCondaServers, inDockerJson, inShellLines, inSystemd } from '../../../agent/vantage/proxy-files.ts'

const PROXY = 'http://proxy.corp.example:3128'

t.test('environments and profile scripts', async (t) => {
  t.strictSame(
    inShellLines(`# a comment\nexport HTTPS_PROXY="${PROXY}" # why\nhttp_proxy='${PROXY}'\nNO_PROXY=a,b\nPATH=/bin\n`),
    { http: PROXY, https: PROXY, exempt: 'a,b' },
  )
  t.strictSame(inShellLines(`https_proxy=${PROXY}\nHTTPS_PROXY=http://other:1`), { https: PROXY }, 'lower case wins')
  t.strictSame(inShellLines('export https_proxy=$CORP_PROXY\nif [ -n "$https_proxy" ]; then'), {}, 'no literal')
  t.strictSame(inShellLines('https_proxy='), { https: '' }, 'none, said')
})

t.test('systemd', async (t) => {
  t.strictSame(
    inSystemd(
      `[Service]\nEnvironment="HTTP_PROXY=${PROXY}" "NO_PROXY=a, b" OTHER=x\nEnvironment=HTTPS_PROXY=${PROXY}\n`,
    ),
    { http: PROXY, https: PROXY, exempt: 'a, b' },
  )
  t.strictSame(inSystemd(`[Manager]\nDefaultEnvironment=https_proxy=${PROXY}\n#Environment=http_proxy=x`), {
    https: PROXY,
  })
})

t.test('apt', async (t) => {
  t.strictSame(inAptConf(`Acquire::http::Proxy "${PROXY}";\nAcquire::https::Proxy "DIRECT";`), {
    http: PROXY,
    https: '',
  })
  t.strictSame(inAptConf(`Acquire { http { Proxy "${PROXY}"; }; https { Timeout "5"; Proxy "${PROXY}"; } }`), {
    http: PROXY,
    https: PROXY,
  })
  t.strictSame(
    inAptConf(`// Acquire::http::Proxy "${PROXY}";\n/* Acquire::https::Proxy "x"; */\nDpkg::Options "x";`),
    {},
  )
})

t.test('docker and conda', async (t) => {
  t.strictSame(
    inDockerJson(JSON.stringify({ proxies: { default: { httpProxy: PROXY, httpsProxy: PROXY, noProxy: 'a' } } })),
    { http: PROXY, https: PROXY, exempt: 'a' },
  )
  t.strictSame(inDockerJson(JSON.stringify({ proxies: { 'https-proxy': PROXY, 'no-proxy': 'a' } })), {
    https: PROXY,
    exempt: 'a',
  })
  t.strictSame(inCondaServers({ http: PROXY, https: PROXY }), { http: PROXY, https: PROXY })
})

t.test('junk says nothing', async (t) => {
  for (const junk of [
    '',
    '{',
    '[]',
    'null',
    '{"proxies": 3}',
    '\0\0',
    '=\n==\n',
    'Acquire {{{',
    'Environment=""\nEnvironment==',
  ]) {
    for (const read of [inShellLines, inSystemd, inAptConf, inDockerJson])
      t.strictSame(read(junk), {}, JSON.stringify(junk))
  }
  t.strictSame([inCondaServers('x'), inCondaServers(null), inCondaServers({ http: 3 })], [{}, {}, {}])
})
