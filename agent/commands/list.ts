import { CLOUDS } from '../catalogue/clouds.ts'
import { patterns, type Pattern } from '../catalogue/patterns.ts'
import { builtinManifests } from '../catalogue/scenarios.ts'
import { hostPort } from '../endpoint-name.ts'
import type { Io } from '../io.ts'
import type { Endpoint } from '../model.ts'
import { readProbingOptions, type RawOptions } from '../options.ts'
import type { Subject } from '../report/customer-names.ts'
import { columns } from '../report/text/columns.ts'
import { UsageError } from '../usage-error.ts'
import { redaction } from './redaction.ts'
import { select, type Selection } from './select.ts'

/** `connprobe list`: the endpoints that a run would probe, or with `--patterns` the requirements as stated. */
export const list = async (raw: RawOptions, io: Io): Promise<number> => {
  const options = readProbingOptions(raw)
  const asJson = options.format === 'json'
  if (options.format !== null && !asJson && options.format !== 'table')
    throw new UsageError([`--format: list prints table or json, not '${options.format}'`])
  const since = raw['since'] === undefined ? undefined : readDate(raw['since'])
  if (raw['patterns'] === true) {
    const all = raw['all'] === true
    const selection = all ? null : await select(options, io)
    const rows = patterns(
      selection?.manifests ?? builtinManifests(),
      selection ? [selection.vantage.cloud] : CLOUDS,
      since,
    )
    const hide = await redaction(options, selection === null ? [] : [asSubject(selection)])
    const shown = hide(rows)
    io.stdout.write(asJson ? `${JSON.stringify(shown, null, 2)}\n` : columns(shown.map(patternRow)))
    return 0
  }
  if (raw['all'] === true || since !== undefined) throw new UsageError(['--all and --since go with --patterns'])
  const selection = await select(options, io)
  const hide = await redaction(options, [asSubject(selection)])
  const { vantage, endpoints, notes, unlisted } = hide({
    vantage: selection.vantage,
    endpoints: selection.endpoints,
    notes: selection.notes,
    unlisted: selection.unlisted,
  })
  if (unlisted !== null) io.stderr.write(`connprobe: ${unlisted.says}; ${unlisted.remedy}\n`)
  if (!options.quiet) io.stderr.write(notes.map((note) => `connprobe: ${note}\n`).join(''))
  io.stdout.write(
    asJson
      ? `${JSON.stringify({ vantage, endpoints: endpoints.map(listed) }, null, 2)}\n`
      : columns(endpoints.map(endpointRow)),
  )
  return 0
}

/** What of it may name the customer: nothing was observed yet. A requirement's host is one even where it is a pattern. */
const asSubject = ({ vantage, endpoints }: Selection): Subject => ({
  vantage,
  context: { machine: { proxies: { http: null, https: null, exempt: [] } }, experiments: [] },
  results: endpoints.map((endpoint) => ({ endpoint, observations: [], experiments: [] })),
})

const readDate = (value: unknown): string => {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))) return value
  throw new UsageError([`--since: '${String(value)}' is no date; write it as 2024-04-08`])
}

const patternRow = ({ cloud, host, ports, protocol, purpose, manifest, id }: Pattern): string[] => [
  cloud,
  host,
  `${protocol} ${ports.join(',')}`,
  `${manifest}/${id}`,
  purpose ?? '',
]

const endpointRow = (endpoint: Endpoint): string[] => [
  hostPort(endpoint),
  endpoint.probe,
  endpoint.requirements.map(({ manifest, id }) => `${manifest}/${id}`).join(', '),
  endpoint.untestable?.says ?? '',
]

const listed = ({ host, port, protocol, probe, ...rest }: Endpoint) => {
  const { requirements, untestable, path } = rest
  return {
    host,
    port,
    protocol,
    probe,
    ...(path !== undefined && { path }),
    requirements,
    ...(untestable && { untestable }),
  }
}
