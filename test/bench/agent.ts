/**
 * `node test/bench/agent.ts [--minutes 5]`: what the agent costs at a thousand HTTPS endpoints every 30 s, on loopback. Needs root
 * (a network namespace) and nginx; sends nothing beyond its own namespace.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { bundle } from '../../agent/build/bundle.ts'
import { cpuOf } from './measure.ts'
import { makeNamespace } from './namespace.ts'
import { hostName, makeCertificates, PORT, startServer } from './server.ts'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } })
const seconds = Number(values.minutes) * 60
const INTERVAL = 30
const ENDPOINTS = 1000
const URL_OF_AGENT = 'http://127.0.0.1:10115'

const folder = mkdtempSync(`${tmpdir()}/connprobe-bench-agent-`)
const hosts = Array.from({ length: ENDPOINTS }, (_, n) => hostName(n))
const namespace = makeNamespace({
  hosts: `127.0.0.1 localhost\n127.0.0.1 ${hosts.join('\n127.0.0.1 ')}\n`,
  'resolv.conf': 'nameserver 10.9.0.53\n',
})
const { ca } = makeCertificates(folder)
const rows = hosts.map((host, n) => `  - { id: r${n}, hosts: ["${host}"], ports: [${PORT}], probe: https }`)
writeFileSync(`${folder}/m.yaml`, `name: bench\nrequirements:\n${rows.join('\n')}\n`)

let missed = 0
const report = (what: string, figure: number, limit: number, unit: string) => {
  const kept = figure <= limit
  if (!kept) missed++
  console.log(`${kept ? 'kept  ' : 'MISSED'}  ${what}: ${figure.toFixed(2)} ${unit} (at most ${limit} ${unit})`)
}

const curl = (path: string): string => {
  const [program = '', ...args] = namespace.enter(['curl', '-s', '-w', '\n%{time_total}', URL_OF_AGENT + path])
  return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1e8 })
}

const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** When each endpoint was probed last, seconds. */
const lastRuns = (): Map<string, number> =>
  new Map(
    [...curl('/metrics').matchAll(/^connprobe_probe_last_run_timestamp_seconds\{host="([^"]+)".*\} ([\d.]+)$/gm)].map(
      ([, host = '', at]) => [host, Number(at)],
    ),
  )

const percentile = (figures: readonly number[], part: number): number =>
  figures.toSorted((one, other) => one - other)[Math.floor(figures.length * part)] ?? 0

const isReady = (): boolean => {
  try {
    return curl('/-/ready').includes('is ready')
  } catch {
    return false
  }
}

/** Delays of the agent's event loop, milliseconds: it is asked for a word twenty times a second. */
const answerTimes: number[] = []

const server = startServer(folder, namespace.enter)
const file = await bundle()
const [program = '', ...args] = namespace.enter([
  process.execPath,
  file,
  'agent',
  '-m',
  `${folder}/m.yaml`,
  '--no-detect',
  '--roots',
  ca,
  '--interval',
  `${INTERVAL}s`,
  '--rate',
  '200',
  '--log-level',
  'error',
])
const agent = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
const pid = agent.pid ?? 0
try {
  for (let tries = 0; tries < 300 && !isReady(); tries++) await sleep(200)
  // By then the metrics, which are made once a round, tell of a turn of every endpoint and no longer of the first round.
  await sleep(INTERVAL * 2500)
  const begun = { cpu: cpuOf(pid) ?? 0, at: performance.now(), megabytes: residentMegabytes(pid) }
  const errors: number[] = []
  let before = lastRuns()
  while (performance.now() - begun.at < seconds * 1000) {
    const round = performance.now()
    while (performance.now() - round < INTERVAL * 1000) {
      answerTimes.push(Number(curl('/-/healthy').split('\n').at(-1)) * 1000)
      await sleep(50)
    }
    const after = lastRuns()
    for (const [host, at] of after) {
      const turns = (at - (before.get(host) ?? at)) / INTERVAL
      if (turns > 0.5) errors.push(Math.abs(turns - Math.round(turns)) * INTERVAL * 1000)
    }
    before = after
  }
  const took = (performance.now() - begun.at) / 1000
  report('CPU', (((cpuOf(pid) ?? 0) - begun.cpu) / took) * 100, 8, '% of a core')
  report('memory', residentMegabytes(pid), 150, 'MB')
  report('growth of memory', residentMegabytes(pid) - begun.megabytes, 15, 'MB')
  report('a word from the event loop, p99', percentile(answerTimes, 0.99), 20, 'ms')
  report(`error of the schedule, p99 of ${errors.length}`, percentile(errors, 0.99), 50, 'ms')
  const scrapes = Array.from({ length: 20 }, () => Number(curl('/metrics').split('\n').at(-1)) * 1000)
  report('/metrics, median', percentile(scrapes, 0.5), 30, 'ms')
  const open = /connprobe_endpoints\{verdict="open"\} (\d+)/.exec(curl('/metrics'))?.[1]
  if (Number(open) !== ENDPOINTS) throw new Error(`of ${ENDPOINTS} healthy endpoints ${open ?? 'none'} were found open`)
} finally {
  agent.kill('SIGKILL')
  server.kill()
  await sleep(300)
  namespace.remove()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = missed === 0 ? 0 : 1
