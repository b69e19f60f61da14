import yargs, { type Argv, type Options } from 'yargs'
import type { Io } from './io.ts'
import type { RawOptions } from './options.ts'
import { UsageError } from './usage-error.ts'

const repeatable = (describe: string, requiresArg: string): Options => ({
  describe: `${describe} (repeatable)`,
  array: true,
  nargs: 1,
  string: true,
  requiresArg: requiresArg !== '',
})
const text = (describe: string): Options => ({ describe, string: true, requiresArg: true })
const flag = (describe: string): Options => ({ describe, boolean: true })

/** Options of every command that decides which endpoints there are. */
const SELECTION: Readonly<Record<string, Options>> = {
  manifest: { ...repeatable('built-in manifest or scenario, or a file', 'NAME|FILE'), alias: 'm' },
  cloud: text('whose names: public, usgov or china; detected by default'),
  set: repeatable('a fact, as in region=westeurope', 'KEY=VALUE'),
  facts: text('facts from a YAML or JSON file'),
  'no-detect': flag('take facts from --set and --facts alone'),
  'from-workspace': text("also the hosts that this workspace's dependencies API names (ARM resource id)"),
  dependencies: text('the same from a saved answer'),
  'service-tags': text("Microsoft's service-tags JSON, to map addresses to tags"),
  format: { ...text('table, json, jsonl, csv, markdown, ticket, junit, textfile, nagios'), alias: 'f' },
  output: { ...repeatable('write there instead of stdout; the ending gives the format', 'FILE'), alias: 'o' },
  redact: flag('replace names, addresses and ids of yours, consistently'),
  'no-color': flag('no colours (also NO_COLOR)'),
  quiet: flag('no progress and no remarks on stderr'),
  verbose: { ...flag('more on stderr: where facts came from, defects in full'), alias: 'v' },
}

/** Options of every command that probes. */
const PROBING: Readonly<Record<string, Options>> = {
  timeout: text("one probe's whole budget [5s]"),
  deadline: text("the whole run's budget; what isn't done by then is inconclusive"),
  concurrency: text('endpoints probed at the same time [256]'),
  rate: text('new connections per second at most'),
  hold: text('keep an opened websocket that long, to see whether something drops it'),
  resolver: repeatable('ask this DNS server instead of those of /etc/resolv.conf', 'ADDRESS'),
  roots: text('PEM file that stands in for the built-in public roots'),
  'ca-file': text('PEM file of further roots that this machine trusts'),
  proxy: text('proxy for everything, instead of HTTPS_PROXY and HTTP_PROXY'),
  'no-proxy': text('hosts that go directly, instead of NO_PROXY'),
  strict: flag('degraded and inconclusive required endpoints fail too'),
  from: text('judge the observations of a saved report instead of the network'),
}

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
        with_(y, SELECTION, PROBING).example(
          '$0 run -m compute-instance --set region=westeurope',
          'what a compute instance in West Europe needs',
        ),
      does(async () => (await import('./commands/run.ts')).run),
    )
    .command(
      'list',
      'the endpoints a run would probe, and which requirement asks for each',
      (y) =>
        with_(y, SELECTION, LISTING).example(
          '$0 list --patterns --all -f json',
          'every requirement as its document states it',
        ),
      does(async () => (await import('./commands/list.ts')).list),
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
      'version',
      'version and runtime',
      (y) => y.option('json', flag('as JSON')),
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
  await parser.config(fromEnvironment(io.env)).parseAsync([...argv])
  return code
}

const LISTING: Readonly<Record<string, Options>> = {
  patterns: flag('the requirements as the manifests state them, unexpanded'),
  all: flag('every built-in manifest and every cloud'),
  since: text('only rows that are newer than this date (YYYY-MM-DD)'),
}

const with_ = (y: Argv, ...tables: readonly Readonly<Record<string, Options>>[]): Argv =>
  tables.reduce((argv, table) => argv.options({ ...table }), y)

/** Every option is also an environment variable: CONNPROBE_ and the option in upper case with `_`; lists by comma. */
const fromEnvironment = (env: Io['env']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries({ ...SELECTION, ...PROBING, ...LISTING }).flatMap(
      ([name, { boolean, array }]): [string, unknown][] => {
        const value = env[`CONNPROBE_${name.toUpperCase().replaceAll('-', '_')}`]
        if (value === undefined || value === '') return []
        if (boolean) return [[name, /^(1|true|yes|on)$/i.test(value)]]
        return [[name, array ? value.split(',') : value]]
      },
    ),
  )
