#!/usr/bin/env node
import type { Io, Sink } from './io.ts'
import { VERSION } from './version.ts'

/** Exit codes that no command gives: see the contract, section 1. */
const EXIT = { toolFailed: 1, interrupted: 130 }

const sink = (stream: NodeJS.WriteStream): Sink => ({
  write: (text) => void stream.write(text),
  isTTY: stream.isTTY,
  columns: stream.isTTY ? stream.columns : undefined,
})

const main = async (argv: readonly string[]): Promise<number> => {
  // The commonest question of scripts, answered without loading anything.
  if (argv.length === 1 && argv[0] === '--version') {
    process.stdout.write(`connprobe ${VERSION}\n`)
    return 0
  }
  const interrupted = new AbortController()
  const stop = () => {
    // The second time they mean it.
    if (interrupted.signal.aborted) process.exit(EXIT.interrupted)
    interrupted.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const io: Io = {
    env: process.env,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    interrupted: interrupted.signal,
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
  }
  const { runCli } = await import('./cli.ts')
  return runCli(argv, io)
}

// A reader that went away (`connprobe run | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : EXIT.toolFailed))

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(
      `connprobe failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    process.exitCode = EXIT.toolFailed
  },
)
