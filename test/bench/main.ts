/**
 * `npm run bench`: what a run costs, as ratios against a floor or a peer in the same run. Needs root (network namespaces), nginx
 * and prometheus-blackbox-exporter; sends nothing beyond its own namespace.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { bundle } from '../../agent/build/bundle.ts'
import { benchFile } from './file.ts'
import { cpuOf, measure } from './measure.ts'
import { makeNamespace } from './namespace.ts'
import { hostName, makeCertificates, PORT, startServer } from './server.ts'

const folder = mkdtempSync(`${tmpdir()}/connprobe-bench-`)
const most = 2000
const namespace = makeNamespace({
  hosts: `127.0.0.1 localhost\n127.0.0.1 ${Array.from({ length: most }, (_, n) => hostName(n)).join('\n127.0.0.1 ')}\n`,
  'resolv.conf': 'nameserver 10.9.0.53\n',
})
const { ca } = makeCertificates(folder)
const connprobe = await bundle()

const manifest = (name: string, hosts: readonly string[], port: number): string => {
  const file = `${folder}/${name}.yaml`
  const rows = hosts.map((host, n) => `  - { id: r${n}, hosts: ["${host}"], ports: [${port}], probe: https }`)
  writeFileSync(file, `name: ${name}\nrequirements:\n${rows.join('\n')}\n`)
  return file
}
const run = (file: string, ...options: string[]) =>
  measure(
    namespace.enter([
      process.execPath,
      connprobe,
      'run',
      '-m',
      file,
      '--no-detect',
      '-f',
      'json',
      '--roots',
      ca,
      ...options,
    ]),
    120,
  )
const silentAddress = (n: number): string => `10.9.${Math.floor(n / 250)}.${(n % 250) + 1}`
const range = <T>(length: number, make: (n: number) => T): T[] => Array.from({ length }, (_, n) => make(n))

const rows: string[] = []
let missed = 0
/** A line of the table; `limit` is what the figure must not exceed. */
const report = (what: string, figure: number, limit: number, unit: string) => {
  const kept = figure <= limit
  if (!kept) missed++
  rows.push(`${kept ? 'kept  ' : 'MISSED'}  ${what}: ${figure.toFixed(2)} ${unit} (at most ${limit} ${unit})`)
  console.log(rows.at(-1))
}

const healthyCpu = async (count: number): Promise<number> => {
  const cost = await run(manifest(`healthy-${count}`, range(count, hostName), PORT), '--timeout', '20s')
  const counts = (JSON.parse(cost.stdout) as { counts: { open: number } }).counts
  if (counts.open !== count) throw new Error(`of ${count} healthy endpoints ${counts.open} were found open`)
  return cost.cpuSeconds
}

const exporterCpu = async (pid: number, count: number): Promise<number> => {
  const before = cpuOf(pid) ?? 0
  const urls = range(
    count,
    (n) => `url = "http://127.0.0.1:9115/probe?module=https&target=https://${hostName(n)}:${PORT}/"`,
  )
  writeFileSync(`${folder}/urls`, `${urls.join('\n')}\nsilent\n`)
  const cost = await measure(
    namespace.enter(['curl', '--parallel', '--parallel-max', '64', '-K', `${folder}/urls`]),
    120,
  )
  const good = cost.stdout.match(/^probe_success 1$/gm)?.length ?? 0
  if (good !== count) throw new Error(`of ${count} healthy endpoints blackbox_exporter found ${good} open`)
  return (cpuOf(pid) ?? 0) - before
}

const children: { kill: () => void }[] = []
try {
  const silent = await run(manifest('silent-200', range(200, silentAddress), 443), '--timeout', '3s')
  report('200 endpoints whose SYNs are dropped, --timeout 3s, seconds', silent.seconds / 3, 1.2, 'x the timeout')
  report('the same, peak memory', silent.megabytes, 120, 'MB')
  const unresolved = await run(
    manifest(
      'unresolved-200',
      range(200, (n) => `u${n}.example.test`),
      443,
    ),
    '--timeout',
    '3s',
  )
  report('200 names whose resolver never answers, --timeout 3s', unresolved.seconds / 3, 1.2, 'x the timeout')
  const many = await run(
    manifest('silent-10000', range(10_000, silentAddress), 443),
    '--timeout',
    '5s',
    '--concurrency',
    '10000',
  )
  report('10,000 endpoints whose SYNs are dropped, --timeout 5s', many.seconds / 5, 1.15, 'x the timeout')
  report('the same, peak memory', many.megabytes, 300, 'MB')

  children.push(startServer(folder, namespace.enter))
  writeFileSync(
    `${folder}/blackbox.yml`,
    `modules:\n  https:\n    prober: http\n    timeout: 20s\n    http: { preferred_ip_protocol: ip4, tls_config: { ca_file: ${ca} } }\n`,
  )
  const [program = '', ...args] = namespace.enter([
    'prometheus-blackbox-exporter',
    `--config.file=${folder}/blackbox.yml`,
    '--web.listen-address=127.0.0.1:9115',
    '--log.level=error',
  ])
  const exporter = spawn(program, args, { stdio: 'ignore' })
  children.push(exporter)
  await sleep(1000)
  const ours = (await healthyCpu(most)) - (await healthyCpu(200))
  await exporterCpu(exporter.pid ?? 0, 200)
  const few = await exporterCpu(exporter.pid ?? 0, 200)
  const theirs = (await exporterCpu(exporter.pid ?? 0, most)) - few
  const endpoints = most - 200
  console.log(
    `        CPU per healthy HTTPS endpoint: ${((ours / endpoints) * 1000).toFixed(2)} ms, blackbox_exporter ${((theirs / endpoints) * 1000).toFixed(2)} ms`,
  )
  report("CPU per healthy HTTPS endpoint, of blackbox_exporter's", ours / theirs, 0.8, 'x')

  const starts = await Promise.all([measure([process.execPath, connprobe, '--version'], 10)])
  for (let n = 0; n < 4; n++) starts.push(await measure([process.execPath, connprobe, '--version'], 10))
  report('--version of the bundle', Math.min(...starts.map(({ seconds }) => seconds)) * 1000, 80, 'ms')
  await benchFile(report, { folder, ca, enter: namespace.enter })
} finally {
  for (const child of children) child.kill()
  await sleep(200)
  namespace.remove()
  rmSync(folder, { recursive: true, force: true })
}
console.log(missed === 0 ? 'all kept' : `${missed} missed`)
process.exitCode = missed === 0 ? 0 : 1
