import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import type { Machine } from '../../../agent/model.ts'
import { lookAround } from '../../../agent/vantage/runtime-stores.ts'
import { proxyNotes } from '../../../agent/vantage/settings-parity.ts'

const PROXY = 'http://proxy.example:3128'
const none: Machine['proxies'] = { http: null, https: null, exempt: [] }
const proxied: Machine['proxies'] = { http: PROXY, https: PROXY, exempt: ['localhost', '.azureml.ms'] }

const notes = (t: Test, files: Readonly<Record<string, string>>, own = none, env: Record<string, string> = {}) => {
  const root = t.testdir()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return proxyNotes(lookAround({ HOME: '/home/me', ...env }, root), own)
}

t.test('each program whose proxy is another one is told, without credentials', async (t) => {
  const secret = 'http://user:hunter2@proxy.example:3128'
  const told = notes(t, {
    '/etc/environment': `HTTPS_PROXY=${secret}\n`,
    '/etc/profile.d/proxy.sh': `export http_proxy=${secret}\n`,
    '/etc/systemd/system.conf.d/10-proxy.conf': `[Manager]\nDefaultEnvironment="HTTPS_PROXY=${secret}"\n`,
    '/etc/systemd/system/docker.service.d/proxy.conf': `[Service]\nEnvironment="HTTPS_PROXY=${secret}"\n`,
    '/home/me/.docker/config.json': JSON.stringify({ proxies: { default: { httpsProxy: secret } } }),
    '/etc/apt/apt.conf.d/95proxy': `Acquire::http::Proxy "${secret}";\n`,
    '/etc/pip.conf': `[global]\nproxy = ${secret}\n`,
    '/home/me/.condarc': `proxy_servers:\n  https: ${secret}\n`,
  })
  t.strictSame(told, [
    `A login session uses ${PROXY} (/etc/environment), this process none.`,
    `A login shell uses ${PROXY} (/etc/profile.d/proxy.sh), this process none.`,
    `A service of systemd uses ${PROXY} (/etc/systemd/system.conf.d/10-proxy.conf), this process none.`,
    `The Docker daemon uses ${PROXY} (/etc/systemd/system/docker.service.d/proxy.conf), this process none.`,
    `A container of docker uses ${PROXY} (/home/me/.docker/config.json), this process none.`,
    `apt uses ${PROXY} (/etc/apt/apt.conf.d/95proxy), this process none.`,
    `pip uses ${PROXY} (/etc/pip.conf), this process none.`,
    `conda uses ${PROXY} (/home/me/.condarc), this process none.`,
  ])
})

t.test('the same proxy is nothing to tell; other exemptions are counted', async (t) => {
  const environment = `http_proxy=${PROXY}\nhttps_proxy=${PROXY}\n`
  t.strictSame(notes(t, { '/etc/environment': environment }, proxied), [])
  t.strictSame(notes(t, { '/etc/environment': `${environment}no_proxy=localhost,.azureml.ms\n` }, proxied), [])
  t.match(notes(t, { '/etc/environment': `${environment}no_proxy=localhost,intranet.example\n` }, proxied), [
    'A login session exempts other hosts from the proxy than this process (/etc/environment): 1 only there, 1 only here.',
  ])
})

t.test('two proxies, none, and what is no URL', async (t) => {
  const apt = `Acquire::http::Proxy "http://mirror.example:3142"; Acquire::https::Proxy "DIRECT";`
  t.match(notes(t, { '/etc/apt/apt.conf': apt }, proxied), [
    `apt uses http://mirror.example:3142 and none (/etc/apt/apt.conf), this process ${PROXY}.`,
  ])
  t.match(notes(t, {}, none, { PIP_PROXY: 'http://user:hunter2@[' }), [
    'pip uses something that is no URL (PIP_PROXY), this process none.',
  ])
})

t.test('a Docker daemon without proxy, which no shell can give it', async (t) => {
  const unit = { '/lib/systemd/system/docker.service': '[Unit]\n' }
  t.strictSame(notes(t, unit), [])
  t.strictSame(notes(t, unit, proxied), [
    `The Docker daemon has no proxy, this process uses ${PROXY}: pulling images goes directly.`,
  ])
  const daemon = {
    '/etc/docker/daemon.json': JSON.stringify({ proxies: { 'http-proxy': PROXY, 'https-proxy': PROXY } }),
  }
  t.strictSame(notes(t, { ...unit, ...daemon }, proxied), [])
})
