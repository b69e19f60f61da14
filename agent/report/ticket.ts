import type { Observation } from '../../probes/observation.ts'
import { hostPort } from '../endpoint-name.ts'
import type { Cause, Fixer } from '../judge/cause.ts'
import { causes } from '../judge/causes.ts'
import { groupBy } from './group-by.ts'
import { logQueries, type Packets } from './log-queries.ts'
import type { Report, ReportResult } from './schema.ts'
import type { RuleFile } from '../rules/appendix.ts'
import { standingOf } from './standing.ts'
import { plural, purposeOf } from './summary.ts'
import { cleaned } from './text/clean.ts'
import { markdownBlock, markdownCode, markdownTable, markdownText } from './text/markup.ts'
import { experimentTarget, observationsOf, outcome } from './text/outcome.ts'

/** Those whom a ticket about the network may address. What others have to fix is none of its business. */
const ADDRESSEES: ReadonlySet<Fixer> = new Set(['the network team', 'the owner of the proxy', 'the DNS owner'])

/**
 * `--format ticket`: a request to the network team, in Markdown: what is asked for, what was seen and why it isn't the
 * machine's own doing, the queries that find our packets, and the rules.
 * @param rulesFor rules that let through what a report saw blocked
 */
export const ticket = (raw: Report, rulesFor: (blocked: Report) => readonly RuleFile[]): string => {
  const report = cleaned(raw)
  const failed = report.results.filter(({ met }) => met === false)
  const asked = failed.filter((result) => ADDRESSEES.has(fixerOf(result)))
  const unsure = report.results.filter((result) => standingOf(result) === 'inconclusive')
  const blocks = [
    [title(asked)],
    machineLines(report),
    ...(asked.length > 0 ? [['## What is asked for'], askedTable(asked)] : []),
    ...othersBusiness(failed.filter((result) => !asked.includes(result))),
    ...(asked.length > 0 ? [['## What was seen'], ...seen(report, asked)] : []),
    ...(asked.length > 0 ? otherwiseFine(report) : []),
    ...(unsure.length > 0
      ? [
          ['## What only your log can tell'],
          ['Silence proves nothing here. Did these packets pass?'],
          packetTable(unsure),
        ]
      : []),
    ...queryBlocks(report, [...asked, ...unsure]),
    ...ruleBlocks(rulesFor({ ...report, results: asked })),
  ]
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

/** Who can put it right, as the table of causes says. What must be closed and isn't is the network's. */
const fixerOf = ({ cause }: Pick<ReportResult, 'cause'>): Fixer =>
  (causes as Readonly<Record<string, Cause | undefined>>)[cause ?? '']?.fixer ?? 'the network team'

const title = (asked: readonly ReportResult[]): string =>
  asked.length === 0
    ? '# Azure Machine Learning: nothing to ask for'
    : `# Azure Machine Learning: please let ${plural(asked.length, 'connection')} through`

const machineLines = (report: Report): string[] =>
  markdownTable(
    ['Of', 'Is'],
    [
      ['Machine', markdownText(`${report.vantage.hostname} (${report.vantage.kind}, ${report.vantage.cloud} cloud)`)],
      ['Source', sourcesOf(report.results).map(markdownCode).join(', ') || 'unknown'],
      ['Proxy', report.vantage.proxy === null ? 'none' : markdownCode(report.vantage.proxy)],
      ['Tested (UTC)', `${markdownText(report.startedAt)} to ${markdownText(report.finishedAt)}`],
      ['User-Agent', markdownCode(userAgent(report))],
    ],
  )

const userAgent = ({ tool, runId }: Report): string =>
  `connprobe/${tool.version}${runId === undefined ? '' : ` (run ${runId})`}`

const askedTable = (asked: readonly ReportResult[]): string[] =>
  markdownTable(
    ['#', 'Ask', 'Destination', 'Port', 'Protocol', 'SNI', 'For', 'Service tags', 'Cause', 'To'],
    asked.map((result, index) => [
      String(index + 1),
      standingOf(result) === 'exposed' ? 'close' : 'open',
      markdownCode(result.endpoint.host),
      String(result.endpoint.port),
      `${result.endpoint.protocol}, ${result.endpoint.probe}`,
      markdownText(sniOf(result) ?? ''),
      markdownText(purposeOf(result)),
      markdownText([...new Set(result.requirements.flatMap(({ serviceTags }) => serviceTags ?? []))].join(', ')),
      markdownCode(result.cause ?? 'open'),
      fixerOf(result),
    ]),
  )

const othersBusiness = (results: readonly ReportResult[]): string[][] =>
  [...groupBy(results, fixerOf)].map(([fixer, alike]) => {
    const hosts = [...new Set(alike.map(({ endpoint }) => markdownCode(hostPort(endpoint))))].join(', ')
    return [`No part of this request, because ${fixer} has to act: ${hosts}.`]
  })

/** Findings once, then whatever each endpoint has of its own, then every packet. */
const seen = (report: Report, asked: readonly ReportResult[]): string[][] => {
  const findings = report.findings.filter((finding) => ADDRESSEES.has(fixerOf(finding)))
  const told = new Set(findings.map(({ cause }) => cause))
  return [
    ...findings.flatMap(({ says, remedy, confidence, evidence }) => [
      [`**${markdownText(says)}** (${confidence})`],
      ...(remedy === null ? [] : [[markdownText(remedy)]]),
      ...(evidence.length > 0 ? [evidence.map((line) => `- ${markdownText(line)}`)] : []),
    ]),
    ...asked.flatMap((result, index) => (told.has(result.cause ?? '') ? [] : [ownLines(result, index + 1)])),
    packetTable(asked),
  ]
}

const ownLines = (result: ReportResult, number: number): string[] => [
  `${number}. ${markdownCode(result.endpoint.host)} (${result.confidence}): ${markdownText(result.says)}`,
  ...(result.remedy === null ? [] : [`   - ${markdownText(result.remedy)}`]),
  ...result.experiments.flatMap((experiment) =>
    observationsOf(experiment).map(
      (observation) =>
        `   - ${markdownText(experiment.asks)} ${markdownCode(experimentTarget(experiment))}: ${markdownText(outcome(observation))}`,
    ),
  ),
]

const packetTable = (results: readonly ReportResult[]): string[] =>
  markdownTable(
    ['Time (UTC)', 'Source', 'Destination', 'Host', 'Outcome'],
    results.flatMap((result) =>
      result.observations.map((observation) => [
        markdownText(observation.startedAt),
        markdownCode(observation.from ?? sourceOf(observation) ?? 'unknown'),
        markdownCode(destinationOf(observation, result)),
        markdownCode(result.endpoint.host),
        markdownText(outcome(observation)),
      ]),
    ),
  )

const otherwiseFine = ({ results }: Report): string[][] => {
  const open = results.filter(({ verdict }) => verdict === 'open')
  if (open.length === 0) return []
  const examples = open.slice(0, 5).map(({ endpoint }) => markdownCode(`${endpoint.host}:${endpoint.port}`))
  return [
    ['## Why it is not this machine'],
    [
      `In the same minute, from the same machine and with the same settings, ${plural(open.length, 'other endpoint')} answered as it must be: ${examples.join(', ')}.`,
    ],
  ]
}

const queryBlocks = (report: Report, results: readonly ReportResult[]): string[][] => {
  const direct = results.filter(({ observations }) => observations.some(({ via }) => via === null))
  const packets: Packets = {
    sources: sourcesOf(direct),
    sourcePorts: sourcePortsOf(direct),
    runId: report.runId ?? null,
    hosts: direct.map(({ endpoint }) => endpoint.host),
    addresses: direct.flatMap(({ observations }) => observations.flatMap(({ address }) => address ?? [])),
    ports: [...new Set(direct.map(({ endpoint }) => endpoint.port))],
    from: report.startedAt,
    until: report.finishedAt,
  }
  const queries = results.length === 0 ? [] : logQueries(packets)
  if (queries.length === 0) return []
  return [
    ['## How to find our packets'],
    ['Log Analytics queries. Source addresses are those of this machine: behind NAT the log has another.'],
    ...queries.map(({ title, kusto }) => [`${title}:`, '', ...markdownBlock('kusto', kusto)]),
  ]
}

const ruleBlocks = (files: readonly RuleFile[]): string[][] =>
  files.length === 0
    ? []
    : [
        ['## Appendix: the rules'],
        ['The same in other languages: `connprobe rules --for LANGUAGE --from REPORT`.'],
        ...files.map(({ title, language, text }) => [`${title}:`, '', ...markdownBlock(language, text)]),
      ]

const sniOf = ({ endpoint, observations }: ReportResult): string | null => {
  if (endpoint.sni !== undefined) return endpoint.sni
  for (const { steps } of observations)
    for (const step of steps) if (step.phase === 'tls' && step.facts?.sni != null) return step.facts.sni
  return null
}

const destinationOf = ({ address, via }: Observation, { endpoint }: ReportResult): string =>
  via ?? (address === null ? endpoint.host : `${address}:${endpoint.port}`)

/** The address that the route would have used, where no connection came about. */
const sourceOf = ({ steps }: Observation): string | null => {
  for (const step of steps) if (step.phase === 'connect' && step.facts?.source !== undefined) return step.facts.source
  return null
}

const sourcePortsOf = (results: readonly ReportResult[]): number[] => {
  const all = results.flatMap(({ observations }) => observations.flatMap(({ from }) => from ?? []))
  return [...new Set(all.map((local) => Number(/:(\d+)$/.exec(local)?.[1])))].filter((port) => port > 0)
}

const sourcesOf = (results: readonly ReportResult[]): string[] => {
  const all = results.flatMap(({ observations }) => observations.flatMap((one) => one.from ?? sourceOf(one) ?? []))
  return [...new Set(all.map((local) => /^\[(.*)\]:\d+$/.exec(local)?.[1] ?? local.replace(/^([^:]*):\d+$/, '$1')))]
}
