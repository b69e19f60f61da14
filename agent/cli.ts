import yargs, { type Argv } from 'yargs'
import type { Io } from './io.ts'
import { AGENT, LISTING, PROBING, RULES, SELECTION, type OptionTable } from './option-tables.ts'
import type { RawOptions } from './options.ts'
import { UsageError } from './usage-error.ts'

/** A command: gets what yargs parsed, returns the exit code. */
type Command = (raw: RawOptions, io: Io) => Promise<number>

/**
 * Parses the command line and runs the command. Each command's module is loaded only when it is asked for.
 * @returns the exit code (contract, section 1)
 * @throws UsageError for anything that is wrong with the command line
 */
export const runCli = async (argv: readonly string[], io: Io): Promise<number> => {
  let code = 0
  const does =
    (load: () => Promise<Command>) =>
    async (args: RawOptions): Promise<void> => {
      code = await (await load())(args, io)
    }
  const parser = yargs()
    .scriptName('connprobe')
    .usage(
      '$0 COMMAND\n\nSays which endpoints Azure Machine Learning needs from here, what works, what does not, and why.',
    )
    .parserConfiguration({
      'boolean-negation': false,
      'duplicate-arguments-array': true,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .command(
      'run',
      'probe everything once, print the report, exit with its verdict',
      (y) =>
        withOptions(y, io.env, SELECTION, PROBING).example(
          '$0 run -m compute-instance --set region=westeurope',
          'what a compute instance in West Europe needs',
        ),
      does(async () => (await import('./commands/run.ts')).run),
    )
    .command(
      'agent',
      'probe on a schedule; serve metrics, the report and its page',
      (y) =>
        withOptions(y, io.env, SELECTION, PROBING, AGENT).example(
          '$0 agent --config /etc/connprobe.yaml --listen :10115',
          'serve Prometheus on every interface',
        ),
      does(async () => (await import('./commands/agent.ts')).agent),
    )
    .command(
      'explain [endpoint]',
      'everything about one endpoint: each address, layer, experiment and DNS server, directly and through the proxy',
      (y) =>
        withOptions(y, io.env, SELECTION, PROBING)
          .positional('endpoint', { string: true, describe: 'HOST or HOST:PORT' })
          .example('$0 explain ml.azure.com:443', 'probe it, with all that a run asks of the network')
          .example('$0 explain ml.azure.com --from report.json', 'what a saved report knows of it'),
      does(async () => (await import('./commands/explain.ts')).explain),
    )
    .command(
      'list',
      'the endpoints a run would probe, and which requirement asks for each',
      (y) =>
        withOptions(y, io.env, SELECTION, LISTING).example(
          '$0 list --patterns --all -f json',
          'every requirement as its document states it',
        ),
      does(async () => (await import('./commands/list.ts')).list),
    )
    .command(
      'rules',
      'the firewall rules that let the endpoints through',
      (y) =>
        withOptions(y, io.env, SELECTION, RULES).example(
          '$0 rules --for firewall-bicep --from report.json',
          'what is blocked, as rules of an Azure Firewall policy',
        ),
      does(async () => (await import('./commands/rules.ts')).rules),
    )
    .command(
      'check <file..>',
      'validate manifests and configuration, no network',
      (y) =>
        y
          .positional('file', { string: true, array: true, describe: 'manifest files' })
          .example('$0 check ours.yaml', 'every mistake, with its line'),
      does(async () => (await import('./commands/check.ts')).check),
    )
    .command(
      'selftest',
      'run every built-in fault on loopback and check that each is diagnosed right; no root, no network',
      (y) => y.option('format', { alias: 'f', describe: 'table or json', string: true, requiresArg: true }),
      does(async () => (await import('./commands/selftest.ts')).selftest),
    )
    .command(
      'version',
      'version and runtime',
      (y) => y.option('json', { describe: 'as JSON', boolean: true }),
      does(async () => (await import('./commands/version.ts')).version),
    )
    .demandCommand(1, 'Name a command; connprobe --help lists them')
    .strict()
    .recommendCommands()
    .help()
    .alias('help', 'h')
    .version(false)
    .wrap(Math.min(io.stdout.columns ?? 100, 110))
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw (
        error ??
        new UsageError([
          `${message ?? 'bad command line'}; see connprobe ${argv[0]?.startsWith('-') === false ? `${argv[0]} ` : ''}--help`,
        ])
      )
    })
  await parser.parseAsync([...argv])
  return code
}

/** A command with these options, each also from the environment. */
const withOptions = (y: Argv, env: Io['env'], ...tables: readonly OptionTable[]): Argv => {
  const options = Object.fromEntries(tables.flatMap((table) => Object.entries(table)))
  return y.options(options).config(fromEnvironment(env, options))
}

/** Every option is also an environment variable: CONNPROBE_ and the option in upper case with `_`; lists by comma. */
const fromEnvironment = (env: Io['env'], options: OptionTable): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, { boolean, array }]): [string, unknown][] => {
      const value = env[`CONNPROBE_${name.toUpperCase().replace(/[-.]/g, '_')}`]
      if (value === undefined || value === '') return []
      if (boolean) return [[name, /^(1|true|yes|on)$/i.test(value)]]
      return [[name, array ? value.split(',') : value]]
    }),
  )
