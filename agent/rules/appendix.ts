/** The rules that a ticket has at its end. */
import type { Workloads } from '../catalogue/workloads.ts'
import type { Report, ReportResult } from '../report/schema.ts'
import { blockedRules } from './blocked.ts'
import { dialects, type DialectName } from './dialects.ts'
import type { Asked } from './rule.ts'
import { byTag } from './views.ts'

/** A file of rules, for a page that quotes it. */
export type RuleFile = { readonly title: string; readonly language: string; readonly text: string }

/**
 * Rules that let through what the report saw blocked, in the few languages that most readers can use, and as a list for all
 * others. No rule helps against what DNS does.
 */
export const appendix = (report: Report, workloads: Workloads): RuleFile[] => {
  const asked = (belongs: (result: ReportResult) => boolean) =>
    blockedRules({ ...report, results: report.results.filter(belongs) }, workloads)
  const file = (title: string, dialect: DialectName, language: string, of: Asked): RuleFile[] =>
    of.rules.length === 0
      ? []
      : [
          {
            title: `${title} (\`connprobe rules --for ${dialect}\`)`,
            language,
            text: dialects[dialect].write(of, workloads),
          },
        ]
  const direct = asked(({ layer }) => layer !== 'dns' && layer !== 'proxy')
  return [
    ...file(
      'Any firewall, as a list',
      'csv',
      'csv',
      asked(({ layer }) => layer !== 'dns'),
    ),
    ...file('Azure Firewall policy', 'firewall-az', 'sh', direct),
    // A security group knows no names: where no tag contains one there is nothing that it could let through.
    ...(byTag(direct, ['outbound', 'inbound']).rules.length === 0
      ? []
      : file('Network security group', 'nsg-az', 'sh', direct)),
    ...file(
      'squid',
      'squid',
      'squid',
      asked(({ layer }) => layer === 'proxy'),
    ),
  ]
}
