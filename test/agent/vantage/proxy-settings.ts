import t from 'tap'
import { readProxySettings, type ProxySources } from '../../../agent/vantage/proxy-settings.ts'
import { UsageError } from '../../../agent/usage-error.ts'

const HTTPS = { secure: true, host: 'example.org', port: 443 }
const HTTP = { secure: false, host: 'example.org', port: 80 }

const read = (env: ProxySources['env'], options: Omit<ProxySources, 'env'> = {}) =>
  readProxySettings({ env, ...options })

t.test('nothing set: direct', async (t) => {
  const settings = read({})
  t.strictSame(settings.choose(HTTPS), { proxy: null, from: null })
  t.strictSame(settings.summary, { http: null, https: null, exempt: [] })
})

t.test('each scheme has its variable, ALL_PROXY stands in', async (t) => {
  const settings = read({ HTTPS_PROXY: 'http://secure.test:3128', ALL_PROXY: 'http://all.test:3129' })
  t.equal(settings.proxyFor(HTTPS)?.name, 'http://secure.test:3128')
  t.equal(settings.proxyFor(HTTP)?.name, 'http://all.test:3129')
  t.equal(settings.choose(HTTP).from, 'ALL_PROXY')
  t.strictSame(settings.summary, { http: 'http://all.test:3129', https: 'http://secure.test:3128', exempt: [] })
})

t.test('lower case wins, an empty variable is none', async (t) => {
  t.equal(read({ https_proxy: 'http://low.test:1', HTTPS_PROXY: 'http://up.test:2' }).proxyFor(HTTPS)?.host, 'low.test')
  t.equal(read({ https_proxy: ' ', HTTPS_PROXY: 'http://up.test:2' }).proxyFor(HTTPS)?.host, 'up.test')
  t.equal(read({ HTTP_PROXY: 'http://up.test:2' }).choose(HTTP).from, 'HTTP_PROXY')
})

t.test("HTTP_PROXY of a CGI program is the client's word", async (t) => {
  t.equal(read({ HTTP_PROXY: 'http://evil.test:1', REQUEST_METHOD: 'GET' }).proxyFor(HTTP), null)
  t.equal(read({ http_proxy: 'http://good.test:1', REQUEST_METHOD: 'GET' }).proxyFor(HTTP)?.host, 'good.test')
})

t.test('options override the environment, and an empty option is none', async (t) => {
  const env = { HTTPS_PROXY: 'http://env.test:1', NO_PROXY: 'example.org' }
  t.equal(read(env, { proxy: 'http://option.test:1', noProxy: '' }).choose(HTTPS).from, '--proxy')
  t.equal(read(env, { proxy: 'http://option.test:1', noProxy: '' }).proxyFor(HTTP)?.host, 'option.test')
  t.equal(read(env, { proxy: 'http://option.test:1' }).proxyFor(HTTPS), null)
  t.strictSame(read(env, { proxy: '' }).choose(HTTPS), { proxy: null, from: null })
  t.strictSame(read({ HTTPS_PROXY: 'http://env.test:1' }, { noProxy: '.org' }).choose(HTTPS).exempt, {
    entry: '.org',
    from: '--no-proxy',
  })
})

t.test('an exemption is told in its own words, and can be ignored for an experiment', async (t) => {
  const settings = read({ HTTPS_PROXY: 'http://p.test:3128', no_proxy: 'a.test, .Example.org' })
  t.strictSame(settings.choose(HTTPS), {
    proxy: null,
    from: 'HTTPS_PROXY',
    exempt: { entry: '.Example.org', from: 'no_proxy' },
  })
  t.equal(settings.proxyFor(HTTPS, true)?.host, 'p.test')
  t.equal(settings.proxyFor({ ...HTTPS, host: 'other.test' })?.host, 'p.test')
  t.strictSame(settings.summary.exempt, ['a.test', '.Example.org'])
})

t.test('this machine and its hypervisor never go through a proxy', async (t) => {
  const settings = read({ ALL_PROXY: 'http://p.test:3128' })
  for (const host of [
    'localhost',
    'LocalHost.',
    'a.localhost',
    '127.8.8.8',
    '::1',
    '[::1]',
    '169.254.169.254',
    '168.63.129.16',
  ])
    t.match(settings.choose({ ...HTTP, host }, true), { proxy: null, alwaysDirect: true }, host)
  t.not(settings.proxyFor({ ...HTTP, host: '169.254.169.253' }), null)
})

t.test('what a proxy URL may be', async (t) => {
  const proxy = (value: string) => read({}, { proxy: value }).proxyFor(HTTPS)
  t.strictSame(proxy('http://P.test:3128/'), { secure: false, host: 'p.test', port: 3128, name: 'http://p.test:3128' })
  t.strictSame(proxy('p.test:3128'), { secure: false, host: 'p.test', port: 3128, name: 'http://p.test:3128' })
  t.strictSame(proxy('https://p.test'), { secure: true, host: 'p.test', port: 443, name: 'https://p.test:443' })
  t.strictSame(proxy('http://p.test'), { secure: false, host: 'p.test', port: 80, name: 'http://p.test:80' })
  t.strictSame(proxy('http://[fd00::1]:80'), { secure: false, host: 'fd00::1', port: 80, name: 'http://[fd00::1]:80' })
  t.strictSame(proxy('socks5h://S.test'), {
    secure: false,
    host: 's.test',
    port: 1080,
    name: 'socks5h://S.test:1080',
    unsupported: 'socks5h',
  })
  t.equal(proxy('socks://s.test')?.unsupported, 'socks5')
})

t.test('credentials become Basic authorization and nothing else', async (t) => {
  const authorization = (value: string) => {
    const settings = read({}, { proxy: value })
    const proxy = settings.proxyFor(HTTPS)
    t.notMatch(JSON.stringify({ ...proxy, authorization: '', ...settings.summary }), /user|pass|secret/i)
    return Buffer.from(proxy?.authorization?.replace(/^Basic /, '') ?? '', 'base64').toString('latin1')
  }
  t.equal(authorization('http://user:secret@p.test:1'), 'user:secret')
  t.equal(authorization('http://user%40corp:p%2Fss%3A%23@p.test:1'), 'user@corp:p/ss:#')
  t.equal(authorization('http://user:p@ss@p.test:1'), 'user:p@ss')
  t.equal(authorization('http://user:p%E4ss@p.test:1'), 'user:p\xe4ss')
  t.equal(authorization('http://user:100%@p.test:1'), 'user:100%')
  t.equal(authorization('http://user@p.test:1'), 'user:')
})

t.test('a bad URL is a usage error that names the source and leaks nothing', async (t) => {
  const bad = ['http://', 'ftp://user:secret@p.test', 'http://user:secret@p.test:99999', 'http://user:sec#ret@p.test:1']
  bad.push('http://user:12#secret@p.test:1', 'http://user:1/secret@p.test', 'http://user:secret@p.test:0', '://secret')
  for (const value of bad) {
    const error = t.throws(() => read({ https_proxy: value }), UsageError) as UsageError
    t.match(error.message, /^https_proxy /, value)
    t.notMatch(error.message, /user:|sec|ret@/)
  }
  t.throws(() => read({}, { proxy: 'http://user:sec#ret@p.test' }), { message: /^--proxy / })
})
