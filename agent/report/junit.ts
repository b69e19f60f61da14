import { endpointNamer } from '../endpoint-name.ts'
import { groupBy } from './group-by.ts'
import type { Report, ReportResult } from './schema.ts'
import { isRequired } from './standing.ts'
import { purposeOf } from './summary.ts'
import { cleaned } from './text/clean.ts'
import { markupText } from './text/markup.ts'

/**
 * `--format junit`: one test case an endpoint, as Jenkins, GitLab and Azure Pipelines read it. A required endpoint that
 * doesn't do what it must fails; what couldn't be told, and what is optional and fails, is skipped with its reason; a defect
 * of connprobe is an error.
 */
export const junit = (raw: Report): string => {
  const report = cleaned(raw)
  const name = endpointNamer(report.results.map(({ endpoint }) => endpoint))
  const suites = groupBy(report.results, ({ requirements }) => requirements[0]?.manifest ?? 'connprobe')
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="connprobe" ${totals(report.results)} time="${report.durationSeconds}">`,
    ...[...suites].flatMap(([manifest, results]) => suite(report, manifest, results, (of) => name(of.endpoint))),
    '</testsuites>',
  ]
  return `${lines.join('\n')}\n`
}

type Kind = 'passed' | 'failure' | 'error' | 'skipped'

const kindOf = (result: ReportResult): Kind => {
  if (result.cause === 'probe-error') return 'error'
  if (result.met === true) return 'passed'
  return result.met === false && isRequired(result) ? 'failure' : 'skipped'
}

const totals = (results: readonly ReportResult[]): string => {
  const count = (kind: Kind) => results.filter((result) => kindOf(result) === kind).length
  return `tests="${results.length}" failures="${count('failure')}" errors="${count('error')}"`
}

const suite = (
  report: Report,
  manifest: string,
  results: readonly ReportResult[],
  nameOf: (result: ReportResult) => string,
): string[] => {
  const skipped = results.filter((result) => kindOf(result) === 'skipped').length
  const head = `${totals(results)} skipped="${skipped}" timestamp="${report.startedAt.slice(0, 19)}"`
  return [
    `  <testsuite name="${markupText(manifest)}" ${head} hostname="${markupText(report.vantage.hostname)}" time="${report.durationSeconds}">`,
    ...results.flatMap((result) => testCase(result, nameOf(result))),
    '  </testsuite>',
  ]
}

const testCase = (result: ReportResult, name: string): string[] => {
  const time = Math.max(0, ...result.observations.map(({ durationSeconds }) => durationSeconds))
  const open = `    <testcase classname="${markupText(purposeOf(result))}" name="${markupText(name)}" time="${time}"`
  const kind = kindOf(result)
  if (kind === 'passed') return [`${open}/>`]
  const message = `message="${markupText(`${result.cause ?? result.verdict}: ${result.says}`)}"`
  const outcome =
    kind === 'skipped'
      ? `<skipped ${message}/>`
      : `<${kind} type="${markupText(result.cause ?? result.verdict)}" ${message}>${markupText(result.remedy ?? '')}</${kind}>`
  return [`${open}>`, `      ${outcome}`, '    </testcase>']
}
