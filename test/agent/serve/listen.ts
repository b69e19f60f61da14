import t from 'tap'
import { isLoopback, parseListen } from '../../../agent/serve/listen.ts'

t.test('addresses to listen at', async (t) => {
  t.strictSame(parseListen('127.0.0.1:10115'), { host: '127.0.0.1', port: 10115 })
  t.strictSame(parseListen(':10115'), { host: undefined, port: 10115 })
  t.strictSame(parseListen('[::1]:0'), { host: '::1', port: 0 })
  t.strictSame(parseListen('node.corp:80'), { host: 'node.corp', port: 80 })
  for (const bad of ['', '10115', 'a:', 'a:b', ':65536', '::1:80', '[1]:80', 'a b:80', 'http://a:80', ':-1'])
    t.equal(parseListen(bad), null, bad)
})

t.test('what is loopback', async (t) => {
  for (const one of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', 'localhost', 'LocalHost.'])
    t.ok(isLoopback(one), one)
  for (const one of [
    '',
    '0.0.0.0',
    '10.0.0.1',
    '::',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '::ffff:10.0.0.1',
  ])
    t.notOk(isLoopback(one), one)
})
