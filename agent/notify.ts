import { spawn } from 'node:child_process'
import type { Io } from './io.ts'

/** systemd's side of a service (sd_notify(3)). Does nothing where systemd didn't start us. */
export type Notify = { readonly ready: () => void; readonly stop: () => void }

/**
 * Tells systemd through its own program, since Node has no unix datagrams; the unit needs `NotifyAccess=all`.
 * @param onFailure told once, when the program can't be run
 */
export const createNotify = (env: Io['env'], onFailure: (error: Error) => void): Notify => {
  if (env['NOTIFY_SOCKET'] === undefined) return { ready: () => undefined, stop: () => undefined }
  let hasFailed = false
  const tell = (state: string) => {
    const program = spawn('systemd-notify', [state], { env: { ...env }, stdio: 'ignore' })
    program.once('error', (error) => {
      if (!hasFailed) onFailure(error)
      hasFailed = true
    })
  }
  // Half the time, as sd_watchdog_enabled(3) advises.
  const everyMs = Number(env['WATCHDOG_USEC'] ?? 0) / 2000
  let watchdog: NodeJS.Timeout | undefined
  return {
    ready: () => {
      tell('READY=1')
      if (everyMs > 0) watchdog = setInterval(() => tell('WATCHDOG=1'), everyMs)
    },
    stop: () => {
      clearInterval(watchdog)
      tell('STOPPING=1')
    },
  }
}
