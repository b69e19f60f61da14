import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What one process cost. */
export type Cost = {
  readonly code: number | null
  readonly seconds: number
  /** User and system time of the process. */
  readonly cpuSeconds: number
  /** High-water mark of resident memory. */
  readonly megabytes: number
  readonly stdout: string
}

const TICKS_PER_SECOND = 100
const LOOK_EVERY_MS = 20

/** User and system seconds that a process has used so far; null when it is gone. */
export const cpuOf = (pid: number): number | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  } catch {
    return null
  }
}

const peakOf = (pid: number): number => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Runs a command to its end and says what it cost. `ip netns exec` replaces itself, so the process is the command's own. */
export const measure = async (command: readonly string[], limitSeconds: number): Promise<Cost> => {
  const [program = '', ...args] = command
  const start = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: limitSeconds * 1000 })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  let megabytes = 0
  let cpuSeconds = 0
  const look = setInterval(() => {
    megabytes = Math.max(megabytes, peakOf(child.pid ?? 0))
    cpuSeconds = Math.max(cpuSeconds, cpuOf(child.pid ?? 0) ?? 0)
  }, LOOK_EVERY_MS)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearInterval(look)
  return { code, seconds: (performance.now() - start) / 1000, cpuSeconds, megabytes, stdout }
}
