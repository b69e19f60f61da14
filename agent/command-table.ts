/** The commands, as data: for yargs, the completion and the manual page. */
import type { PositionalOptions } from 'yargs'
import type { Io } from './io.ts'
import {
  allRare,
  AGENT,
  BUNDLE,
  DIFF,
  EXPLAIN,
  LISTING,
  PROBING,
  RESPOND,
  RULES,
  RUN,
  SELECTION,
  SELFTEST,
  VERSION,
  type OptionTable,
} from './option-tables.ts'
import type { RawOptions } from './options.ts'

/** A command: gets what yargs parsed, returns the exit code (contract, section 1). */
type Command = (raw: RawOptions, io: Io) => Promise<number>

/** A command as the command line knows it. */
export type CommandRow = {
  /** Its name and positional arguments as yargs writes them: `explain [endpoint]`. */
  readonly usage: string
  readonly describe: string
  readonly positionals?: Readonly<Record<string, PositionalOptions>>
  readonly options: readonly OptionTable[]
  /** Command lines, `$0` for the program's name, and what each is for. */
  readonly examples: readonly (readonly [command: string, purpose: string])[]
  /** Loads the command's module: only when it is asked for. */
  readonly load: () => Promise<Command>
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandRow[] = [
  {
    usage: 'run',
    describe: 'probe everything once, print the report',
    options: [SELECTION, PROBING, RUN],
    examples: [
      ['$0 run --set region=westeurope', 'a fact that it could not find'],
      ['$0 run --until-open 10m', 'while somebody changes the firewall'],
    ],
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    usage: 'agent',
    describe: 'probe on a schedule; metrics, report page',
    options: [AGENT, allRare(SELECTION), allRare(PROBING)],
    examples: [['$0 agent --listen :10115', 'serve on every interface']],
    load: async () => (await import('./commands/agent.ts')).agent,
  },
  {
    usage: 'explain [endpoint]',
    describe: 'everything about one endpoint',
    positionals: { endpoint: { type: 'string', describe: 'HOST or HOST:PORT' } },
    options: [EXPLAIN, SELECTION, allRare(PROBING)],
    examples: [
      ['$0 explain ml.azure.com:443', 'probe it in every way there is'],
      ['$0 explain --cause dns-nxdomain', 'what a verdict means'],
    ],
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    usage: 'list',
    describe: 'the endpoints of a run, and who asks for each',
    options: [SELECTION, LISTING],
    examples: [['$0 list --patterns --all -f json', 'requirements as documented']],
    load: async () => (await import('./commands/list.ts')).list,
  },
  {
    usage: 'rules',
    describe: 'the firewall rules that let them through',
    options: [SELECTION, RULES],
    examples: [['$0 rules --for nsg-az --from r.json', 'rules for what is blocked']],
    load: async () => (await import('./commands/rules.ts')).rules,
  },
  {
    usage: 'respond',
    describe: 'the far end of inbound and pod-to-pod checks',
    options: [RESPOND],
    examples: [['$0 respond --tcp 8704-8710 --udp 5831', 'answers there; for run --dial-back, too']],
    load: async () => (await import('./commands/respond.ts')).respond,
  },
  {
    usage: 'diff <before> <after>',
    describe: 'what changed between two reports',
    positionals: {
      before: { type: 'string', describe: 'a saved report (run -f json)' },
      after: { type: 'string', describe: 'a later one, or one from elsewhere' },
    },
    options: [DIFF],
    examples: [['$0 diff yesterday.json today.json', 'what got worse comes first']],
    load: async () => (await import('./commands/diff.ts')).diff,
  },
  {
    usage: 'bundle',
    describe: 'one redacted archive for a support case',
    options: [SELECTION, allRare(PROBING), BUNDLE],
    examples: [
      ['$0 bundle', 'probe, and write connprobe-TIME.tar.gz'],
      ['$0 bundle --from r.json', 'of a saved report'],
    ],
    load: async () => (await import('./commands/bundle.ts')).bundle,
  },
  {
    usage: 'check <file..>',
    describe: 'validate manifests, no network',
    positionals: { file: { type: 'string', array: true, describe: 'manifest files' } },
    options: [],
    examples: [['$0 check ours.yaml', 'every mistake, with its line']],
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    usage: 'selftest',
    describe: 'diagnose every built-in fault, on loopback',
    options: [SELFTEST],
    examples: [['$0 selftest', 'needs no root and no network']],
    load: async () => (await import('./commands/selftest.ts')).selftest,
  },
  {
    usage: 'version',
    describe: 'version, commit and runtime',
    options: [VERSION],
    examples: [['$0 version --json', 'for scripts']],
    load: async () => (await import('./commands/version.ts')).version,
  },
]
