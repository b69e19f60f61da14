import type { Options } from 'yargs'
import manifest from '../../package.json' with { type: 'json' }
import { COMMANDS, type CommandRow } from '../command-table.ts'

/** The manual page, in man(7)'s language, of what the command line knows. */
export const makeManPage = (): string =>
  [
    `.TH CONNPROBE 1 "" "connprobe ${manifest.version}" "User Commands"`,
    '.SH NAME',
    `connprobe \\- ${escape(manifest.description)}`,
    '.SH SYNOPSIS',
    ...COMMANDS.flatMap(({ usage }) => [`.B connprobe ${escape(usage)}`, '.br']).slice(0, -1),
    '.SH COMMANDS',
    ...COMMANDS.flatMap(command),
    '.SH ENVIRONMENT',
    escape('Every option is also an environment variable: CONNPROBE_ and the option in upper case with _, as in'),
    escape(
      'CONNPROBE_TIMEOUT=3s. The command line goes before the environment, the environment before a configuration file.',
    ),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, escape(meaning)]),
    '',
  ].join('\n')

const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'every required endpoint does what its requirement asks, and the run is complete'],
  [1, 'the tool itself failed; never a verdict on the network'],
  [2, 'usage, configuration or manifest error'],
  [3, 'a required endpoint is blocked or denied, or open where it must not be'],
  [4, 'nothing of that, but incomplete, or --strict and a required endpoint is degraded or inconclusive'],
  [130, 'interrupted; the partial report is still written'],
]

const command = ({ usage, describe, positionals, options, examples }: CommandRow): string[] => [
  `.SS connprobe ${escape(usage)}`,
  escape(describe),
  ...Object.entries(positionals ?? {}).flatMap(([name, { describe }]) => ['.TP', `.I ${name}`, escape(describe ?? '')]),
  ...options.flatMap((table) => Object.entries(table)).flatMap(([name, option]) => optionLines(name, option)),
  ...examples.flatMap(([line, purpose]) => [
    '.PP',
    escape(purpose),
    '.RS',
    escape(line.replace('$0', 'connprobe')),
    '.RE',
  ]),
]

const optionLines = (name: string, { alias, describe, boolean }: Options): string[] => {
  const spellings = [alias ?? [], name]
    .flat()
    .map((one) => `\\fB${escape(one.length === 1 ? `-${one}` : `--${one}`)}\\fR`)
  return ['.TP', `${spellings.join(', ')}${boolean ? '' : ' \\fIVALUE\\fR'}`, escape(describe ?? '')]
}

/** What man would take as its own: backslashes, hyphens that must stay hyphens, a dot or an apostrophe that begins a line. */
const escape = (text: string): string => text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&')
