import { setFlagsFromString } from 'node:v8'
import { readKnowledge } from '../catalogue/knowledge.ts'
import { publicKnowledge } from '../catalogue/public-knowledge.ts'
import { createWatch } from '../engine/watch.ts'
import type { Round } from '../engine/round.ts'
import type { Io } from '../io.ts'
import { createLog } from '../log.ts'
import { createNotify } from '../notify.ts'
import type { RawOptions } from '../options.ts'
import { redact } from '../report/redact.ts'
import { isLoopback } from '../serve/listen.ts'
import { createMetrics } from '../serve/metrics.ts'
import { createProcessMetrics } from '../serve/process-metrics.ts'
import { createPages } from '../serve/pages.ts'
import { createRoutes } from '../serve/routes.ts'
import { startServer } from '../serve/server.ts'
import { UsageError } from '../usage-error.ts'
import { VERSION } from '../version.ts'
import { readConfiguration, type Configuration } from './configuration.ts'
import { logRound } from './log-round.ts'
import { createReload, watchFiles } from './reload.ts'

/**
 * `connprobe agent`: probe on a schedule until SIGTERM or SIGINT; serve metrics, the report and its page.
 * @throws UsageError when the first configuration is wrong, or the address is taken
 */
export const agent = async (raw: RawOptions, io: Io): Promise<number> => {
  keepMemorySmall()
  const { clock, interrupted: signal } = io
  let configuration = await readConfiguration(raw, io)
  const { listen, logLevel, logFormat } = configuration.options
  const log = createLog({ level: logLevel, format: logFormat, clock, write: io.stderr.write })
  const onDefect = (error: unknown) =>
    log.error('defect of connprobe', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  const metrics = createMetrics(clock, createProcessMetrics())
  const pages = createPages(publicKnowledge)
  let isReady = false
  const onRound = async (round: Round) => {
    const { options } = configuration
    const shown = options.redact ? { ...round, report: redact(round.report, publicKnowledge()) } : round
    logRound(shown, log)
    await metrics.publish(shown)
    pages.publish(shown)
    isReady = true
  }
  const knowledge = readKnowledge()
  const watch = await createWatch(configuration.plan, { clock, knowledge, signal, onRound, onDefect })
  metrics.configured(true)

  const apply = async () => {
    const next = await readConfiguration(raw, io)
    refuseLateChanges(configuration, next)
    await watch.apply(next.plan)
    server.configure(next.web)
    configuration = next
    files.stop()
    files = watchFiles(filesOf(raw, next), onChange)
  }
  const read = createReload(apply, onDefect)
  const reload = async (): Promise<readonly string[]> => {
    const problems = await read()
    metrics.configured(problems.length === 0)
    if (problems.length === 0) log.info('configuration read', { endpoints: configuration.plan.endpoints.length })
    for (const problem of problems) log.error('configuration not read; the old one stays in use', { problem })
    return problems
  }
  const onChange = (file: string) => {
    log.info('file changed', { file })
    void reload()
  }
  const routes = createRoutes({ metrics, pages, watch, isReady: () => isReady, reload })
  const server = await startServer(listen, configuration.web, routes, onDefect)
  let files = watchFiles(filesOf(raw, configuration), onChange)
  const onHangup = () => void reload()
  process.on('SIGHUP', onHangup)
  const notify = createNotify(io.env, (error) => log.warn('systemd cannot be told', { error: error.message }))

  log.info('connprobe agent begins', { version: VERSION, url: server.url, endpoints: watch.endpoints().length })
  warnOf(configuration, log.warn)
  notify.ready()
  await watch.run()
  log.info('connprobe agent ends')
  notify.stop()
  files.stop()
  process.off('SIGHUP', onHangup)
  await server.close()
  return 0
}

/**
 * V8 lets the space for young objects grow to three times 16 MB and hardly gives it back: at a thousand endpoints that alone
 * costs 100 MB, and saves next to no time.
 */
const keepMemorySmall = () => {
  setFlagsFromString('--max-semi-space-size=2')
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** What can't change while the agent runs. */
const refuseLateChanges = (before: Configuration, after: Configuration) => {
  const { options: was } = before
  const { options: now } = after
  const changed = (['listen', 'logLevel', 'logFormat'] as const).filter(
    (name) => JSON.stringify(was[name]) !== JSON.stringify(now[name]),
  )
  const problems = changed.map(
    (name) => `--${name.replace('L', '-l').replace('F', '-f')}: changed; restart connprobe for that`,
  )
  if ((before.web.tls === null) !== (after.web.tls === null))
    problems.push('--web.config.file: TLS came or went; restart connprobe for that')
  if (problems.length > 0) throw new UsageError(problems)
}

const filesOf = (raw: RawOptions, { web }: Configuration): string[] => [
  ...(typeof raw['config'] === 'string' ? [raw['config']] : []),
  ...web.files,
]

/** What is allowed, and hardly meant. */
const warnOf = ({ options, plan, web }: Configuration, warn: (message: string) => void) => {
  const { host } = options.listen
  if (
    (host === undefined || !isLoopback(host)) &&
    web.users.size === 0 &&
    web.tls?.clientAuth !== 'RequireAndVerifyClientCert'
  )
    warn('whoever reaches this address can read what is served here: --web.config.file asks for names and passwords')
  const perSecond = plan.endpoints.length / (plan.rhythm.intervalMs / 1000)
  if (plan.rate !== null && perSecond > plan.rate)
    warn(
      `${perSecond.toFixed(0)} endpoints a second are due, --rate allows ${plan.rate}: each waits longer than --interval`,
    )
}
