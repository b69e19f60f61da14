import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'

const main = new URL('../../../agent/main.ts', import.meta.url).pathname

const web = createServer((_, response) => response.end('here'))
await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
t.teardown(() => web.close())
const { port } = web.address() as AddressInfo

type Running = { child: ChildProcess; url: string; log: () => string; until: (pattern: RegExp) => Promise<void> }

/** An agent in a process of its own, once it serves. */
const start = async (
  t: { teardown: (end: () => void) => void },
  args: string[],
  env: Record<string, string> = {},
): Promise<Running> => {
  const child = spawn(process.execPath, [main, 'agent', '--listen', '127.0.0.1:0', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  t.teardown(() => child.kill('SIGKILL'))
  const until = async (pattern: RegExp) => {
    for (let tries = 0; tries < 300 && !pattern.test(log); tries++) await sleep(20)
    if (!pattern.test(log)) throw new Error(`no ${String(pattern)} in the log:\n${log}`)
  }
  await until(/agent begins/)
  return { child, url: /url=(\S+)/.exec(log)?.[1] ?? '', log: () => log, until }
}

const manifest = (ports: readonly number[]): string =>
  `name: local\nrequirements:\n${ports.map((one) => `  - { id: p${one}, hosts: ["127.0.0.1"], ports: [${one}], probe: http }\n`).join('')}`

const eventually = async <T>(ask: () => Promise<T>, fits: (value: T) => boolean): Promise<T> => {
  let value = await ask()
  for (let tries = 0; tries < 200 && !fits(value); tries++) {
    await sleep(25)
    value = await ask()
  }
  return value
}
const textOf = async (url: string, options: RequestInit = {}): Promise<string> => (await fetch(url, options)).text()

t.test('from the first round to the last', async (t) => {
  const folder = t.testdir({
    'm.yaml': manifest([port]),
    'systemd-notify': '#!/bin/sh\necho "$1" >> "$(dirname "$0")/told"\n',
  })
  chmodSync(`${folder}/systemd-notify`, 0o755)
  writeFileSync(`${folder}/c.yaml`, `manifest: ${folder}/m.yaml\nno-detect: true\ninterval: 1s\ntimeout: 500ms\n`)
  const { child, url, log, until } = await start(t, ['--config', `${folder}/c.yaml`], {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    NOTIFY_SOCKET: '/nowhere',
    WATCHDOG_USEC: '200000',
  })
  t.equal((await fetch(`${url}/healthz`)).status, 200)
  await eventually(
    async () => (await fetch(`${url}/readyz`)).status,
    (status) => status === 200,
  )
  const of = (one: number) => `connprobe_probe_success{host="127.0.0.1",port="${one}",protocol="tcp",probe="http"}`
  t.match(await textOf(`${url}/metrics`), `${of(port)} 1\n`)
  t.match(JSON.parse(await textOf(`${url}/api/v1/report`)), { verdict: 'open', complete: true })
  t.match(await textOf(`${url}/probe?target=127.0.0.1:${port}&module=http`), 'probe_success 1\n')

  writeFileSync(`${folder}/m.yaml`, manifest([port, 1]))
  child.kill('SIGHUP')
  const grown = await eventually(
    () => textOf(`${url}/metrics`),
    (text) => text.includes(of(1)),
  )
  t.match(grown, `${of(1)} 0\n`)
  t.match(grown, `${of(port)} 1\n`)
  await until(/level=warn msg="verdict changed" endpoint=127\.0\.0\.1:1\/http from=none verdict=blocked/)

  writeFileSync(`${folder}/m.yaml`, 'name: local\nrequirement: []\n')
  const refused = await fetch(`${url}/-/reload`, { method: 'POST' })
  t.equal(refused.status, 500)
  t.match(await refused.text(), /m\.yaml:2:1: requirement: unknown key; did you mean 'requirements'/)
  const stayed = await textOf(`${url}/metrics`)
  t.match(stayed, 'connprobe_config_last_reload_successful 0\n')
  t.match(stayed, `${of(port)} 1\n`)
  t.match(log(), /level=error msg="configuration not read; the old one stays in use"/)

  writeFileSync(`${folder}/m.yaml`, manifest([port]))
  writeFileSync(`${folder}/c.yaml`, `${readFileSync(`${folder}/c.yaml`, 'utf8')}rate: 50\n`)
  await until(/msg="file changed"/)
  const back = await eventually(
    () => textOf(`${url}/metrics`),
    (text) => !text.includes(of(1)),
  )
  t.notMatch(back, of(1), 'series of an endpoint that is gone are gone')
  t.match(back, 'connprobe_config_last_reload_successful 1\n')

  const before = performance.now()
  child.kill('SIGTERM')
  const [code] = (await once(child, 'exit')) as [number]
  t.equal(code, 0)
  t.ok(performance.now() - before < 5000)
  t.match(log(), /msg="connprobe agent ends"/)
  await eventually(
    async () => existsSync(`${folder}/told`) && readFileSync(`${folder}/told`, 'utf8').includes('STOPPING=1'),
    Boolean,
  )
  t.match(readFileSync(`${folder}/told`, 'utf8'), /^READY=1\nWATCHDOG=1\n(WATCHDOG=1\n)*STOPPING=1\n$/)
})

t.test('stopped in the middle of the first round, with JSON logs, beyond loopback', async (t) => {
  const folder = t.testdir({ 'm.yaml': manifest([port]) })
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    silent.closeAllConnections()
    silent.close()
  })
  writeFileSync(`${folder}/m.yaml`, manifest([(silent.address() as AddressInfo).port]))
  const child = spawn(
    process.execPath,
    [
      main,
      'agent',
      '--listen',
      ':0',
      '-m',
      `${folder}/m.yaml`,
      '--no-detect',
      '--timeout',
      '30s',
      '--log-format',
      'json',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  t.teardown(() => child.kill('SIGKILL'))
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  for (let tries = 0; tries < 300 && !log.includes('whoever'); tries++) await sleep(20)
  const before = performance.now()
  child.kill('SIGTERM')
  t.strictSame(await once(child, 'exit'), [0, null])
  t.ok(performance.now() - before < 5000)
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { level: string; msg: string })
  t.match(lines, [
    { msg: 'connprobe agent begins' },
    { level: 'warn', msg: /whoever reaches this address/ },
    { msg: 'connprobe agent ends' },
  ])
})

t.test('a bad start is a usage error', async (t) => {
  const folder = t.testdir({ 'c.yaml': 'intervall: 1s\n' })
  const child = spawn(process.execPath, [main, 'agent', '--config', `${folder}/c.yaml`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  t.strictSame(await once(child, 'close'), [2, null])
  t.match(log, /c\.yaml:1:1: intervall: unknown option; did you mean 'interval'/)
})
