import { execFileSync } from 'node:child_process'
import { statSync, writeFileSync } from 'node:fs'
import { measure } from './measure.ts'
import { hostName, PORT } from './server.ts'

/** A line of the table; `limit` is what the figure must not exceed. */
type Report = (what: string, figure: number, limit: number, unit: string) => void

const root = new URL('../../', import.meta.url).pathname
const TRIES = 5

/** What the single executable costs: on disk, and from a cold start. The bench's server must be running. */
export const benchFile = async (
  report: Report,
  { folder, ca, enter }: { folder: string; ca: string; enter: (command: readonly string[]) => string[] },
): Promise<void> => {
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' })
  const file = `${root}dist/connprobe-linux-${process.arch}`
  const megabytes = (bytes: number) => bytes / 1e6
  report('the single executable', megabytes(statSync(file).size), 115, 'MB')
  const packed = execFileSync('xz', ['-9', '--threads=2', '--stdout', file], { maxBuffer: 2e8 })
  report('the same as .xz', megabytes(packed.length), 30, 'MB')
  const quickest = async (command: readonly string[]): Promise<number> => {
    const seconds: number[] = []
    for (let n = 0; n < TRIES; n++) seconds.push((await measure(command, 10)).seconds)
    return Math.min(...seconds) * 1000
  }
  report('its --version', await quickest([file, '--version']), 80, 'ms')
  const manifest = `${folder}/first.yaml`
  writeFileSync(
    manifest,
    `name: first\nrequirements:\n  - { id: a, hosts: ["${hostName(0)}"], ports: [${PORT}], probe: https }\n`,
  )
  const run = [file, 'run', '-m', manifest, '--no-detect', '-f', 'json', '--roots', ca]
  report('its verdict on one healthy endpoint', await quickest(enter(run)), 250, 'ms')
}
