/**
 * `npm run lab`: builds every world, runs connprobe in it as a user would, and compares what it says with what is true. Beside it,
 * in the same worlds, what curl, a bare TCP connect and the blackbox exporter say.
 *
 *     npm run lab                          everything
 *     npm run lab -- --only healthy,dns    some worlds
 *     npm run lab -- --no-peers            connprobe alone
 *     npm run lab -- --keep DIR            leaves every world's files there, reports included
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { tabulate } from './table.ts'
import { removeStale } from './namespaces.ts'
import { makePki } from './pki.ts'
import { play, type Played } from './play.ts'
import { worlds } from './worlds/index.ts'
import { blackbox } from './peers/blackbox.ts'
import { connect } from './peers/connect.ts'
import { curl } from './peers/curl.ts'

/** Causes that must be right, of all cases. */
const RIGHT_MIN = 0.97
/** Worlds that run at the same time. */
const AT_ONCE = 2

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    'no-peers': { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
})

const exists = (binary: string) => spawnSync('sh', ['-c', `command -v ${binary}`]).status === 0

/** Why the lab can't run here; null: it can. */
const obstacle = (): string | null => {
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  return ['ip', 'nft', 'ss'].find((binary) => !exists(binary))?.concat(' is not installed') ?? null
}

const chosen = worlds.filter(({ name }) => values.only === undefined || values.only.split(',').includes(name))
if (chosen.length === 0) {
  console.error(`No such world; there are ${worlds.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const reason = obstacle()
if (reason !== null) {
  // In CI a lab that can't run is a lab that fails.
  const inCi = process.env['CI'] === 'true'
  console.log(`lab: ${reason}`)
  console.log(`0 passed, ${inCi ? chosen.length : 0} failed, ${inCi ? 0 : chosen.length} skipped`)
  process.exit(inCi ? 1 : 0)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
removeStale()

const peers = values['no-peers'] ? [] : [curl, connect, blackbox].filter(({ binary }) => exists(binary))
const dir = values.keep ?? mkdtempSync(join(tmpdir(), 'connprobe-lab-'))
mkdirSync(dir, { recursive: true })
if (values.keep === undefined) process.on('exit', () => rmSync(dir, { recursive: true, force: true }))
// Daemons give up root, and still have to find their files.
chmodSync(dir, 0o755)
const pki = makePki()
const played: Played[] = []
const queue = [...chosen]
const started = performance.now()

const worker = async () => {
  for (let world = queue.shift(); world; world = queue.shift()) {
    const missing = world.software?.find(({ binary }) => !exists(binary))?.binary
    if (missing !== undefined) {
      played.push({ world, skipped: `${missing} is not installed`, outcomes: [], claims: new Map(), notes: [] })
      continue
    }
    const one = await play(world, pki, join(dir, world.name), peers)
    played.push(one)
    console.error(`${world.name}: ${one.outcomes.length} cases${one.notes.map((note) => `; ${note}`).join('')}`)
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, worker))

const { text, failed, passed, skipped, good } = tabulate(played, peers, RIGHT_MIN)
console.log(text)
console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = good && (skipped === 0 || process.env['CI'] !== 'true') ? 0 : 1
