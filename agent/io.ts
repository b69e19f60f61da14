import type { Clock } from '../probes/probe.ts'

/** What a command may touch of the process it runs in; made in main.ts alone. */
export type Io = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  /** Aborted by SIGINT and SIGTERM. */
  readonly interrupted: AbortSignal
  readonly stdout: Sink
  readonly stderr: Sink
}

/** Where text goes. `columns` is there on a terminal only. */
export type Sink = {
  readonly write: (text: string) => void
  readonly isTTY: boolean
  readonly columns: number | undefined
}
