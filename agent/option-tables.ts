/** The options of the command line, as data: for yargs, the environment and the configuration file. */
import type { Options } from 'yargs'

/** Options by name. */
export type OptionTable = Readonly<Record<string, Options>>

const repeatable = (describe: string, requiresArg: string): Options => ({
  describe: `${describe} (repeatable)`,
  array: true,
  nargs: 1,
  string: true,
  requiresArg: requiresArg !== '',
})
const text = (describe: string): Options => ({ describe, string: true, requiresArg: true })
const flag = (describe: string): Options => ({ describe, boolean: true })
/** Left out of `--help` so that it fits a screen; `--help --all-options`, the completion and the manual page have it. */
const rare = (option: Options): Options => ({ ...option, hidden: true })
/** The same for all options of a table. */
export const allRare = (table: OptionTable): OptionTable =>
  Object.fromEntries(Object.entries(table).map(([name, option]) => [name, rare(option)]))

/** Options of every command that decides which endpoints there are. */
export const SELECTION: OptionTable = {
  manifest: { ...repeatable('built-in manifest or scenario, or a file', 'NAME|FILE'), alias: 'm' },
  set: repeatable('a fact, as in region=westeurope', 'KEY=VALUE'),
  format: { ...text('table, json, html, ticket, markdown, csv and others [table]'), alias: 'f' },
  output: { ...repeatable('write there; the ending gives the format', 'FILE'), alias: 'o' },
  redact: rare(flag('replace names, addresses and ids of yours, consistently')),
  cloud: rare(text('whose names: public, usgov or china; detected by default')),
  facts: rare(text('facts from a YAML or JSON file')),
  'no-detect': rare(flag('take facts from --set and --facts alone')),
  'from-workspace': rare(text("also what this workspace's dependencies API names (ARM id)")),
  dependencies: rare(text('the same from a saved answer')),
  'service-tags': rare(text("Microsoft's service-tags JSON, to map addresses to tags")),
  'no-color': rare(flag('no colours (also NO_COLOR)')),
  quiet: rare(flag('no progress and no remarks on stderr')),
  verbose: { ...rare(flag('more on stderr: where facts came from, defects in full')), alias: 'v' },
}

/** Options of every command that probes. */
export const PROBING: OptionTable = {
  timeout: text("one probe's whole budget [5s]"),
  deadline: text("the whole run's budget; the rest is inconclusive"),
  proxy: text('proxy for everything, instead of HTTPS_PROXY'),
  'ca-file': rare(text('PEM file of further roots that this machine trusts')),
  strict: flag('degraded and inconclusive required endpoints fail too'),
  from: text('judge a saved report instead of the network'),
  'no-proxy': rare(text('hosts that go directly, instead of NO_PROXY')),
  resolver: rare(repeatable('ask this DNS server, not those of /etc/resolv.conf', 'ADDRESS')),
  concurrency: rare(text('endpoints probed at the same time [256]')),
  rate: rare(text('new connections per second at most')),
  hold: rare(text('keep an opened websocket that long: does something drop it?')),
  roots: rare(text('PEM file that stands in for the built-in public roots')),
}

/** Options of `run` beside those of every probing command. */
export const RUN: OptionTable = {
  baseline: text('a saved report: print what changed since'),
  'until-open': text('probe again until all is open, so long at most'),
  'dial-back': text('HOST[:PORT] of connprobe respond: try inbound ports'),
}

/** Options of `respond`. */
export const RESPOND: OptionTable = {
  tcp: repeatable('answer on this TCP port or range, as in 8704-8710', 'PORTS'),
  udp: repeatable('answer on this UDP port or range', 'PORTS'),
  listen: text('HOST:PORT or :PORT where machines ask to be dialled back [:10116]'),
  quiet: flag('do not say where it listens'),
}

/** Options of `diff`. */
export const DIFF: OptionTable = {
  format: { ...text('table or json'), alias: 'f' },
  output: { ...repeatable('write there instead of stdout', 'FILE'), alias: 'o' },
  redact: flag('replace names, addresses and ids of yours, consistently'),
  'no-color': flag('no colours (also NO_COLOR)'),
}

/** Options of `selftest`. */
export const SELFTEST: OptionTable = { format: { ...text('table or json'), alias: 'f' } }

/** Options of `version`. */
export const VERSION: OptionTable = { json: flag('as JSON') }

/** Options of `bundle` beside those of every probing command. */
export const BUNDLE: OptionTable = {
  'no-redact': flag('names, addresses and ids as they are; by default they are replaced'),
}

/** Options of `explain` beside those of the selection and of probing. */
export const EXPLAIN: OptionTable = {
  cause: text('what a verdict means and who can put it right; no network'),
}

/** Options of `list` beside those of the selection. */
export const LISTING: OptionTable = {
  patterns: flag('the requirements as the manifests state them, unexpanded'),
  all: flag('every built-in manifest and every cloud'),
  since: text('only rows that are newer than this date (YYYY-MM-DD)'),
}

/** Options of `rules` beside those of the selection. */
export const RULES: OptionTable = {
  for: text('nsg-az, firewall-bicep, squid, cilium, paloalto, csv ...'),
  from: text('only what this saved report saw blocked'),
}

/** Options of `agent` beside those of every probing command. */
export const AGENT: OptionTable = {
  config: text('YAML, named as the options; re-read on change'),
  listen: { ...text('HOST:PORT or :PORT [127.0.0.1:10115]'), alias: 'web.listen-address' },
  'web.config.file': text("Prometheus' web configuration: TLS, users"),
  interval: text('how often each endpoint is probed [60s]'),
  'failing-interval': rare(text('for one that began to fail [a quarter of it]')),
  'stable-interval': rare(text('for one that has long been fine [4 times it]')),
  'log-level': { ...text('debug, info, warn or error [info]'), alias: 'log.level' },
  'log-format': { ...text('logfmt or json [logfmt]'), alias: 'log.format' },
}
