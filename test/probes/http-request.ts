import t from 'tap'
import type { Connection } from '../../probes/dial.ts'
import { requestOf } from '../../probes/http-request.ts'
import type { Target } from '../../probes/probe.ts'
import { testJob, testProxy, testWorld } from '../fixtures/world.ts'

const request = (target: Target, secure: boolean, proxied: Connection['proxied'] = null) => {
  const proxy = proxied === null ? null : testProxy({ port: 1, authorization: 'Basic dTpw' })
  const connection: Connection = { proxied, socket: undefined as never }
  return requestOf(testJob(t, target, testWorld(), proxy).job, connection, 'http', secure)
}

t.test('the Host header names the port only where it is not the default', async (t) => {
  const host = (name: string, port: number, secure: boolean) => request({ host: name, port }, secure).headers['Host']
  t.equal(host('a.test', 443, true), 'a.test')
  t.equal(host('a.test', 80, true), 'a.test:80')
  t.equal(host('a.test', 80, false), 'a.test')
  t.equal(host('::1', 80, false), '[::1]')
  t.equal(host('::1', 8080, false), '[::1]:8080')
})

t.test('the path, and who we are', async (t) => {
  t.strictSame(request({ host: 'a.test', port: 443 }, true), {
    protocol: 'http',
    path: '/',
    headers: { Host: 'a.test', 'User-Agent': 'connprobe/test', Accept: '*/*' },
  })
  t.equal(request({ host: 'a.test', port: 443, path: '/a?b' }, true).path, '/a?b')
})

t.test('only a proxy that forwards gets the absolute form and the credentials', async (t) => {
  const forwarded = request({ host: '::1', port: 8080, path: '/a?b' }, false, 'forward')
  t.match(forwarded, { absolute: 'http://[::1]:8080/a?b', headers: { 'Proxy-Authorization': 'Basic dTpw' } })
  const tunnelled = request({ host: 'a.test', port: 443 }, true, 'tunnel')
  t.notOk(tunnelled.absolute)
  t.notOk(tunnelled.headers['Proxy-Authorization'])
})
