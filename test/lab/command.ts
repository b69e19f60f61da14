/** A command in a namespace, from beginning to end. */
import { spawn } from 'node:child_process'

/** What a command left behind. */
export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export type RunOptions = {
  readonly seconds?: number
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** Output beyond this many characters is dropped. */
const OUTPUT_MAX = 50_000_000

/** Runs `ip` with these arguments; never rejects. */
export const finish = async (args: readonly string[], { seconds = 60, env, cwd }: RunOptions): Promise<Finished> =>
  new Promise((resolve) => {
    const child = spawn('ip', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
      env: { PATH: process.env['PATH'], HOME: '/nonexistent', ...env },
      ...(cwd !== undefined && { cwd }),
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout.length < OUTPUT_MAX ? (stdout += text) : ''))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr.length < OUTPUT_MAX ? (stderr += text) : ''))
    child.on('error', (error) => resolve({ code: null, stdout, stderr: error.message }))
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
