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

/** Options of every command that decides which endpoints there are. */
export const SELECTION: OptionTable = {
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
export const PROBING: OptionTable = {
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

/** Options of `list` beside those of the selection. */
export const LISTING: OptionTable = {
  patterns: flag('the requirements as the manifests state them, unexpanded'),
  all: flag('every built-in manifest and every cloud'),
  since: text('only rows that are newer than this date (YYYY-MM-DD)'),
}

/** Options of `rules` beside those of the selection. */
export const RULES: OptionTable = {
  for: text('the language of the firewall: nsg-az, firewall-bicep, squid, nftables, cilium, paloalto, csv and others'),
  from: text('only what this saved report saw blocked'),
}

/** Options of `agent` beside those of every probing command. */
export const AGENT: OptionTable = {
  config: text('configuration in YAML, the same names as the options; re-read on change, SIGHUP and POST /-/reload'),
  listen: { ...text('address to serve at: HOST:PORT or :PORT [127.0.0.1:10115]'), alias: 'web.listen-address' },
  'web.config.file': text("Prometheus' web configuration: TLS, client certificates, users"),
  interval: text('how often each endpoint is probed [60s]'),
  'failing-interval': text('how often one that began to fail is probed [a quarter of the interval]'),
  'stable-interval': text('how often one that has long been fine is probed [four times the interval]'),
  'log-level': { ...text('debug, info, warn or error [info]'), alias: 'log.level' },
  'log-format': { ...text('logfmt or json [logfmt]'), alias: 'log.format' },
}
