import t from 'tap'
import { parseReport, readReport } from '../../../agent/report/read.ts'
import { makeReport } from '../../../agent/report/report.ts'
import { UsageError } from '../../../agent/usage-error.ts'
import { endpoint, machine, result, STARTED, vantage } from '../../fixtures/report.ts'
import { mixedReport } from '../../fixtures/reports.ts'

const problems = (json: string): readonly string[] => {
  try {
    parseReport(json, 'saved.json')
    return []
  } catch (error) {
    if (error instanceof UsageError) return error.problems
    throw error
  }
}

t.test('what is not a report is refused with the file’s name', async (t) => {
  for (const json of ['', '{', '[]', 'null', '3', '{"verdict": "open"}', '\u0000\u0001']) {
    const [problem] = problems(json)
    t.match(problem, /^saved\.json: not a (JSON )?report/)
  }
})

t.test('another version’s report is told as such', async (t) => {
  t.match(problems('{"schemaVersion": 2}'), [/newer connprobe/])
  t.match(problems('{"schemaVersion": 0}'), [/too old/])
})

t.test('mistakes are told with their place, ten at most', async (t) => {
  const report = mixedReport()
  t.match(problems(JSON.stringify({ ...report, verdict: 'fine' })), [/^saved\.json: verdict: /])
  const results = report.results.map((result) => ({ ...result, met: 'maybe' }))
  const all = problems(JSON.stringify({ ...report, results }))
  t.equal(all.length, 11)
  t.match(all[0], /^saved\.json: results\[0\]\.met: /)
  t.match(all[10], /and 13 more/)
})

t.test('a right one is read', async (t) => {
  t.strictSame(parseReport(JSON.stringify(mixedReport()), 'saved.json'), mixedReport())
})

t.test('what a run knew beside its probes comes back as it was', async (t) => {
  const parts = {
    tool: { name: 'connprobe', version: '1.0.0' } as const,
    runId: '1f2e3d4c',
    startedAt: STARTED,
    finishedAt: STARTED,
    complete: true,
    vantage,
    run: {
      machine,
      experiments: [],
      endpoints: [{ endpoint: endpoint('a.example'), observations: [], experiments: [], remarks: ['Port 1 is free.'] }],
      timeoutSeconds: 5,
      unlisted: { host: 'management.azure.com', layer: 'tcp', code: 'ECONNREFUSED', says: 'no', remedy: 'yes' },
      serviceTags: [{ address: '20.0.0.1', tags: ['AzureCloud'] }],
    },
  } as const
  const [evidence] = parts.run.endpoints
  const results = [{ ...result(evidence.endpoint), evidence }]
  const report = makeReport({ ...parts, results, findings: [] })
  t.strictSame(readReport(JSON.stringify(report), 'saved.json'), parts)
})
