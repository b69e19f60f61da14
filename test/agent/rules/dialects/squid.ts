import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { request as connect } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { squid } from '../../../../agent/rules/dialects/squid.ts'
import { missingProgram, runProgram } from '../../../fixtures/program.ts'
import { asked, EXAMPLE, HOSTILE, rule } from '../../../fixtures/rules.ts'

const parsed = (t: Test, text: string): string => {
  const folder = t.testdir({})
  const file = join(folder, 'squid.conf')
  writeFileSync(
    file,
    `http_port 127.0.0.1:3128\ncache_log ${folder}/cache.log\npid_filename none\n${text}http_access deny all\n`,
  )
  const { status, output } = runProgram('squid', ['-k', 'parse', '-f', file], '')
  t.equal(status, 0, output)
  return output
}

t.test('squid parses it and has nothing to complain of', { skip: missingProgram('squid') }, async (t) => {
  const hostile = HOSTILE.map((purpose, n) => rule(`h${n}.example.org`, { purposes: [purpose] }))
  for (const text of [squid(EXAMPLE), squid(asked([])), squid(asked(hostile))])
    t.notMatch(parsed(t, text), /ERROR|WARNING|FATAL|Bungled/)
})

t.test('a domain beside its wildcard is said once, as Squid wants it', async (t) => {
  const text = squid(asked([rule('anaconda.com'), rule('*.anaconda.com')]))
  t.match(text, /^acl connprobe_1_names dstdomain \.anaconda\.com$/m)
})

t.test('443 is tunnelled, 80 is asked for, UDP and SMB are somebody else’s', async (t) => {
  const text = squid(EXAMPLE)
  t.match(text, /^http_access allow connprobe_clients connprobe_tunnel connprobe_1_names connprobe_1_ports$/m)
  t.match(text, /^http_access allow connprobe_clients !connprobe_tunnel connprobe_1_names connprobe_1_http$/m)
  t.match(text, /doesn't go through an HTTP proxy.*\n.*acct\.file\.core\.windows\.net tcp 445/)
  t.notMatch(text, /^acl.*(5831|445)/m)
})

t.test('squid lets through what is asked for, and nothing else', { skip: missingProgram('squid') }, async (t) => {
  const folder = t.testdir({ hosts: '127.0.0.1 pypi.org evil.example a.azureml.ms notazureml.ms' })
  const rules = squid(asked([rule('pypi.org'), rule('*.azureml.ms')])).replace('src 10.0.0.0/8', 'src 127.0.0.0/8')
  const port = await freePort()
  const configuration = [
    `http_port 127.0.0.1:${port}`,
    `cache_log ${folder}/cache.log`,
    `hosts_file ${folder}/hosts`,
    'pid_filename none',
    'access_log none',
    'pinger_enable off',
    'dns_nameservers 127.0.0.1',
    rules,
    'http_access deny all',
  ]
  writeFileSync(join(folder, 'squid.conf'), `${configuration.join('\n')}\n`)
  const server = spawn('squid', ['-N', '-f', join(folder, 'squid.conf')], { stdio: 'ignore' })
  t.teardown(() => server.kill('SIGKILL'))
  const ask = (place: string) => statusOf(port, place)
  while ((await ask('up.example:443')) === null) await sleep(50)
  // Let through: 503 says that nothing listens there.
  t.match(await ask('pypi.org:443'), /200|503/)
  t.match(await ask('a.azureml.ms:443'), /200|503/)
  t.equal(await ask('pypi.org:8443'), 403)
  t.equal(await ask('notazureml.ms:443'), 403)
  t.equal(await ask('evil.example:443'), 403)
})

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** The status of a CONNECT; null while nobody answers. */
const statusOf = (port: number, place: string): Promise<number | null> =>
  new Promise((resolve) => {
    const request = connect({ host: '127.0.0.1', port, method: 'CONNECT', path: place })
    request.on('connect', ({ statusCode = 0 }, socket) => {
      socket.destroy()
      resolve(statusCode)
    })
    request.on('error', () => {
      resolve(null)
    })
    request.end()
  })
