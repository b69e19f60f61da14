/**
 * Namespaces come and go: everything in one goes away on every path, be it stop(), the runner's exit or, should the runner be killed
 * outright, the next run.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'

/** Then the runner's process id. */
export const PREFIX = 'connprobe-lab'
const PROCESS_ENDS_MS = 20_000

/** Runs a command that has to succeed. */
export const must = (command: string, args: readonly string[], input = ''): void => {
  const { status, stderr, error } = spawnSync(command, args, { input, encoding: 'utf8', timeout: PROCESS_ENDS_MS })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`)
}

/** Ends every process in a namespace, then the namespace. */
export const remove = (namespace: string): void => {
  const { stdout } = spawnSync('ip', ['netns', 'pids', namespace], { encoding: 'utf8' })
  for (const pid of stdout.split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It ended by itself.
    }
  }
  spawnSync('ip', ['netns', 'delete', namespace])
  rmSync(`/etc/netns/${namespace}`, { recursive: true, force: true })
}

/** What to stop when the runner ends. */
export const live = new Set<() => void>()
process.on('exit', () => live.forEach((stop) => stop()))

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Removes what runners that were killed outright have left. */
export const removeStale = (): void => {
  if (!existsSync('/run/netns')) return
  for (const name of readdirSync('/run/netns', 'utf8').filter((name) => name.startsWith(PREFIX)))
    if (!isRunning(Number(name.split('-')[2]))) remove(name)
}
