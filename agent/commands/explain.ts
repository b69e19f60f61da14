import { isIP } from 'node:net'
import { hostProblem, toAscii } from '../catalogue/host.ts'
import { readKnowledge } from '../catalogue/knowledge.ts'
import { defaultProbe } from '../catalogue/ports.ts'
import { didYouMean } from '../did-you-mean.ts'
import { hostPort } from '../endpoint-name.ts'
import type { Io } from '../io.ts'
import { digest } from '../judge/context.ts'
import { judge } from '../judge/judge.ts'
import { judgeRun } from '../judge/run.ts'
import type { Endpoint, Result } from '../model.ts'
import { readProbingOptions, type ProbingOptions, type RawOptions } from '../options.ts'
import { exitCode } from '../report/exit-code.ts'
import { explain as explained } from '../report/explain.ts'
import { makeReport } from '../report/report.ts'
import { UsageError } from '../usage-error.ts'
import { deliverTo } from './deliver.ts'
import { explainCause } from './explain-cause.ts'
import { gather, type Gathered } from './gather.ts'
import { readEvidenceFile } from './saved.ts'
import { select } from './select.ts'

/** What the command line names: a host, and a port where it says one. */
type Place = { readonly host: string; readonly port: number | null }

/** `connprobe explain HOST[:PORT]`: everything about one endpoint, from the network or from a saved report. */
export const explain = async (raw: RawOptions, io: Io): Promise<number> => {
  if (typeof raw['cause'] === 'string') return explainCause(raw['cause'], io)
  const options = readProbingOptions(raw)
  const place = readPlace(raw['endpoint'])
  const deliver = deliverTo(options, io, explained)
  try {
    const gathered = options.from === null ? await probePlace(place, options, io) : await readEvidenceFile(options.from)
    const report = makeReport({ ...gathered, ...rulingsOn(place, gathered, options.from) })
    await deliver.report(report)
    return exitCode(report, { ...options, interrupted: io.interrupted.aborted })
  } finally {
    deliver.discard()
  }
}

const readPlace = (value: unknown): Place => {
  const text = typeof value === 'string' ? value.trim() : ''
  const [, v6, name, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = isIP(text) === 6 ? text : (v6 ?? name ?? '')
  const port = digits === undefined ? null : Number(digits)
  if (hostProblem(host) !== null || port === 0 || (port ?? 0) > 65_535)
    throw new UsageError([`explain: '${text}' is no HOST or HOST:PORT, as in ml.azure.com:443 or [fd00::1]:443`])
  return { host: toAscii(host), port }
}

const isAt = ({ host, port }: Pick<Endpoint, 'host' | 'port'>, place: Place): boolean =>
  toAscii(host) === place.host && (place.port === null || port === place.port)

/** Probes the endpoints at the place that the manifests name; where they name none, its default probe. */
const probePlace = async (place: Place, options: ProbingOptions, io: Io): Promise<Gathered> => {
  const selection = await select(options, io)
  const named = selection.endpoints.filter((endpoint) => isAt(endpoint, place))
  if (named.length > 0) return gather({ ...selection, endpoints: named }, options, io, true)
  const unnamed = unnamedEndpoint(place)
  const note = `No requirement of ${selection.manifests.map(({ name }) => name).join(', ')} names ${hostPort(unnamed)}: it is probed by what its port usually speaks (${unnamed.probe}).`
  return gather({ ...selection, endpoints: [unnamed], notes: [...selection.notes, note] }, options, io, true)
}

const HTTPS_PORT = 443

const unnamedEndpoint = ({ host, port: named }: Place): Endpoint => {
  const port = named ?? HTTPS_PORT
  const purpose = 'Asked for on the command line'
  return {
    host,
    port,
    protocol: 'tcp',
    probe: defaultProbe('tcp', port),
    expect: {},
    requirements: [{ manifest: 'explain', id: 'command-line', purpose, host, required: true }],
  }
}

/** The results at the place, judged in the light of the whole run, and the findings that tell of them. */
const rulingsOn = (place: Place, { run }: Gathered, file: string | null) => {
  const knowledge = readKnowledge()
  const { results, findings } = judgeRun(run, knowledge)
  const context = digest(run, knowledge)
  const here = results.filter(({ endpoint }) => isAt(endpoint, place))
  if (here.length === 0) throw notInReport(place, results, file ?? 'the run')
  const names = here.map(({ endpoint }) => hostPort(endpoint))
  return {
    results: here.map((result): Result => ({ ...result, tried: judge(result.evidence, context).tried })),
    findings: findings.filter(({ endpoints }) =>
      endpoints.some((one) => names.some((name) => one === name || one.startsWith(`${name}/`))),
    ),
  }
}

const notInReport = ({ host, port }: Place, results: readonly Result[], file: string): UsageError => {
  const ports = results.filter(({ endpoint }) => endpoint.host === host).map(({ endpoint }) => endpoint.port)
  const other = ports.length > 0 ? `; it has ${host} on port ${[...new Set(ports)].join(', ')}` : ''
  const hosts = results.map(({ endpoint }) => endpoint.host)
  return new UsageError([
    `explain: ${file} has no endpoint ${host}${port === null ? '' : `:${port}`}${other || didYouMean(host, hosts)}`,
  ])
}
