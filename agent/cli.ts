import yargs, { type Argv } from 'yargs'
import { COMMANDS, type CommandRow } from './command-table.ts'
import { didYouMean } from './did-you-mean.ts'
import type { Io } from './io.ts'
import type { OptionTable } from './option-tables.ts'
import type { RawOptions } from './options.ts'
import { UsageError } from './usage-error.ts'

const EXIT_USAGE = 2
/** Help is laid out for the narrowest terminal that people use. */
const HELP_COLUMNS = 80
/** yargs 18 has it, its types don't. */
declare module 'yargs' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be added to
  interface Argv<T> {
    usageConfiguration: (configuration: { readonly 'hide-types': boolean }) => Argv<T>
  }
}
/** The option that makes `--help` complete. */
const ALL_OPTIONS = 'all-options'
/** How the scripts of `connprobe completion` ask for candidates. */
const COMPLETING = '--get-yargs-completions'

/**
 * Parses the command line and runs the command. Mistakes in it are told on stderr.
 * @returns the exit code (contract, section 1)
 */
export const runCli = async (argv: readonly string[], io: Io): Promise<number> => {
  let code = 0
  const commandLine = makeParser(argv, io.env, async ({ load, ...row }, args) => {
    refuseUnknown(row, args)
    code = await (await load())(args, io)
  })
  try {
    await commandLine.parseAsync([...argv])
    return code
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    io.stderr.write(error.problems.map((problem) => `connprobe: ${problem}\n`).join(''))
    return EXIT_USAGE
  }
}

/**
 * The parser of every command.
 * @param run what a command that was parsed does
 */
const makeParser = (
  argv: readonly string[],
  env: Io['env'],
  run: (row: CommandRow, args: RawOptions) => Promise<void>,
): Argv => {
  const parser = yargs()
    .scriptName('connprobe')
    .detectLocale(false)
    .usage('$0 COMMAND\n\nWhich endpoints Azure ML needs from here, what works, what does not, and why.')
    .parserConfiguration({
      'boolean-negation': false,
      'duplicate-arguments-array': true,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .usageConfiguration({ 'hide-types': true })
  for (const row of COMMANDS)
    parser.command(
      row.usage,
      row.describe,
      (y) => describe(y, row, env, argv.includes(COMPLETING)),
      (args: RawOptions) => run(row, args),
    )
  return parser
    .completion('completion', 'a script for bash or zsh, by $SHELL')
    .demandCommand(1, 'Name a command; connprobe --help lists them')
    .strictCommands()
    .help()
    .alias('help', 'h')
    .describe('help', 'show this')
    .version(false)
    .wrap(HELP_COLUMNS)
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      // What a command throws comes here as well; a mistake in the command line is YError or no error at all.
      if (error !== undefined && error.name !== 'YError') throw error
      throw new UsageError([`${message ?? 'bad command line'}${meant(argv[0])}; see connprobe ${helpOf(argv[0])}`])
    })
}

/** A command's arguments, options and examples. The completion offers options that the help leaves out. */
const describe = (y: Argv, row: CommandRow, env: Io['env'], completing: boolean): Argv => {
  const options = optionsOf(row)
  for (const [name, positional] of Object.entries(row.positionals ?? {})) y.positional(name, positional)
  for (const [name, option] of Object.entries(options))
    y.option(name, { ...option, hidden: option.hidden === true && !completing })
  if (Object.values(options).some(({ hidden }) => hidden)) y.showHidden(ALL_OPTIONS, 'with --help: the rarer ones too')
  for (const [command, purpose] of row.examples) y.example(command, purpose)
  return y.config(fromEnvironment(env, options))
}

const optionsOf = (row: Pick<CommandRow, 'options'>): OptionTable =>
  Object.fromEntries(row.options.flatMap((table) => Object.entries(table)))

/**
 * Unknown options, all at once and each with what was probably meant; yargs' own strict mode only names them.
 * @throws UsageError
 */
const refuseUnknown = (row: Omit<CommandRow, 'load'>, args: RawOptions): void => {
  const options = optionsOf(row)
  const names = [
    'help',
    ALL_OPTIONS,
    ...Object.entries(options).flatMap(([name, { alias }]) => [name, alias ?? []].flat()),
  ]
  const known = new Set(['_', '$0', 'h', ...names, ...Object.keys(row.positionals ?? {})])
  const problems = Object.keys(args)
    .filter((name) => !known.has(name))
    .map(
      (name) =>
        `unknown option ${dashed(name)}${didYouMean(
          name,
          names.filter((one) => one.length > 1),
        )}; see connprobe ${helpOf(row.usage.split(' ', 1)[0])}`,
    )
  if (problems.length > 0) throw new UsageError(problems)
}

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`)

const NAMES = COMMANDS.map(({ usage }) => usage.split(' ', 1).join(''))

/** The command that one which doesn't exist most likely was meant to be. */
const meant = (command = ''): string => (NAMES.includes(command) ? '' : didYouMean(command, NAMES))

const helpOf = (command = ''): string => (NAMES.includes(command) ? `${command} --help` : '--help')

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
