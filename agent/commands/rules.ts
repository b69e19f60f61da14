import { readBuiltin } from '../catalogue/builtin.ts'
import { parseClouds } from '../catalogue/clouds.ts'
import { readServiceTags } from '../catalogue/service-tags.ts'
import { readWorkloads, type Workloads } from '../catalogue/workloads.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { Io } from '../io.ts'
import type { Cloud } from '../model.ts'
import { readProbingOptions, type ProbingOptions, type RawOptions } from '../options.ts'
import { reserveOutputs } from '../outputs.ts'
import { blockedRules } from '../rules/blocked.ts'
import { dialectNames, dialects, type Dialect } from '../rules/dialects.ts'
import type { Asked } from '../rules/rule.ts'
import { statedRules } from '../rules/stated.ts'
import { withNetworks } from '../rules/views.ts'
import { UsageError } from '../usage-error.ts'
import { readReportFile } from './saved.ts'
import { select } from './select.ts'

/** `connprobe rules`: the firewall rules that let through what the manifests ask for, or what a report saw blocked. */
export const rules = async (raw: RawOptions, io: Io): Promise<number> => {
  const options = readProbingOptions(raw)
  const dialect = dialectNamed(raw['for'])
  if (options.format !== null) throw new UsageError(['--format: rules are written in the language that --for names'])
  if (options.redact)
    throw new UsageError([
      '--redact: a rule must name what it lets through; redact a report (run --from REPORT --redact -f json) and give it as --from',
    ])
  const outputs = reserveOutputs(options.outputs)
  try {
    const workloads = readWorkloads()
    const { asked, cloud } =
      options.from === null
        ? await askedByManifests(options, dialect, io, workloads)
        : await askedByReport(options.from, workloads)
    const text = dialect.write(await inItsTerms(asked, dialect, options.serviceTags, cloud), workloads)
    if (outputs.length === 0) io.stdout.write(text)
    for (const output of outputs) output.write(text)
    return 0
  } finally {
    for (const output of outputs) output.discard()
  }
}

const dialectNamed = (name: unknown): Dialect => {
  const all = dialectNames.join(', ')
  if (typeof name !== 'string' || name === '') throw new UsageError([`--for: say for which firewall: ${all}`])
  const found = dialectNames.find((one) => one === name)
  if (found !== undefined) return dialects[found]
  throw new UsageError([`--for: no dialect '${name}'${didYouMean(name, dialectNames)}; there are ${all}`])
}

type AskedFor = { readonly asked: Asked; readonly cloud: Cloud }

const askedByManifests = async (
  options: ProbingOptions,
  { scenario }: Dialect,
  io: Io,
  workloads: Workloads,
): Promise<AskedFor> => {
  const manifests = options.manifests.length === 0 && scenario !== undefined ? [scenario] : options.manifests
  const selection = await select({ ...options, manifests }, io)
  const { cloud } = selection.vantage
  const facts = Object.fromEntries(Object.entries(selection.vantage.facts).map(([name, { value }]) => [name, value]))
  return { asked: statedRules({ manifests: selection.manifests, cloud, facts }, workloads), cloud }
}

const askedByReport = async (file: string, workloads: Workloads): Promise<AskedFor> => {
  const report = await readReportFile(file)
  return { asked: blockedRules(report, workloads), cloud: report.vantage.cloud }
}

/** Service tags as networks, for firewalls that know none, where Microsoft's file says what they are. */
const inItsTerms = async (asked: Asked, { knowsTags }: Dialect, file: string | null, cloud: Cloud): Promise<Asked> => {
  if (knowsTags || file === null) return asked
  const { networksOf } = await readServiceTags(file, cloud, parseClouds(readBuiltin('clouds.yaml')))
  return withNetworks(asked, networksOf)
}
