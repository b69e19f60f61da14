import t from 'tap'
import { readBuiltin } from '../../../agent/catalogue/builtin.ts'
import { parseClouds } from '../../../agent/catalogue/clouds.ts'
import { readKnowledge } from '../../../agent/catalogue/knowledge.ts'
import { parseServiceTags } from '../../../agent/catalogue/service-tags.ts'
import { tagAddresses } from '../../../agent/catalogue/tag-addresses.ts'
import { judgeRun } from '../../../agent/judge/run.ts'
import type { Evidence, RunEvidence } from '../../../agent/model.ts'
import { makeReport } from '../../../agent/report/report.ts'
import { readReport } from '../../../agent/report/read.ts'
import { endpoint, healthy, machine, requirement, STARTED, vantage } from '../../fixtures/report.ts'

const tag = (name: string, ...addressPrefixes: string[]) => ({ name, properties: { addressPrefixes } })
const values = [tag('AzureMachineLearning', '20.42.0.0/24'), tag('AzureCloud', '20.0.0.0/8')]
const tags = parseServiceTags(
  { cloud: 'Public', values },
  'tags.json',
  'public',
  parseClouds(readBuiltin('clouds.yaml')),
)

const evidence = (address: string, serviceTags: readonly string[], via: string | null = null): Evidence => {
  const host = `${address}.test`
  const requirements = [requirement({ host, serviceTags }), requirement({ host, id: 'again', serviceTags })]
  return {
    endpoint: endpoint(host, { requirements }),
    observations: [{ ...healthy(host, address), via }],
    experiments: [],
  }
}
const runOf = (...endpoints: Evidence[]): RunEvidence => ({ machine, experiments: [], endpoints, timeoutSeconds: 5 })

t.test(
  'every address that was resolved here gets its tags, and a remark where no rule by tag lets it through',
  async (t) => {
    const run = tagAddresses(
      runOf(
        evidence('20.42.0.1', ['AzureMachineLearning']),
        evidence('20.9.9.9', ['AzureMachineLearning']),
        evidence('10.0.0.4', ['AzureMachineLearning']),
        evidence('20.9.9.8', []),
        evidence('20.9.9.7', ['AzureMachineLearning'], 'http://proxy:3128'),
      ),
      tags,
    )
    t.same(run.serviceTags, [
      { address: '20.42.0.1', tags: ['AzureMachineLearning', 'AzureCloud'] },
      { address: '20.9.9.9', tags: ['AzureCloud'] },
      { address: '10.0.0.4', tags: [] },
      { address: '20.9.9.8', tags: ['AzureCloud'] },
    ])
    t.same(
      run.endpoints.map(({ remarks }) => remarks),
      [
        undefined,
        [
          '20.9.9.9 is in none of the service tags AzureMachineLearning, but in AzureCloud: a rule by tag does not let it through.',
        ],
        undefined,
        undefined,
        undefined,
      ],
    )
  },
)

t.test('this machine’s own address, to which others connect, is nobody’s tag', async (t) => {
  const { endpoint, ...rest } = evidence('20.9.9.9', ['AzureMachineLearning'])
  const requirements = endpoint.requirements.map((one) => ({ ...one, direction: 'inbound' }))
  const run = tagAddresses(runOf({ ...rest, endpoint: { ...endpoint, requirements } }), tags)
  t.same(run.serviceTags, [])
  t.equal(run.endpoints[0]?.remarks, undefined)
})

t.test('the remark is a note of the result, and the report can be judged again to the same bytes', async (t) => {
  const parts = {
    tool: { name: 'connprobe', version: '1.0.0' } as const,
    startedAt: STARTED,
    finishedAt: STARTED,
    complete: true,
    vantage,
    run: tagAddresses(runOf(evidence('20.9.9.9', ['AzureMachineLearning'])), tags),
  }
  const judged = (of: typeof parts) => JSON.stringify(makeReport({ ...of, ...judgeRun(of.run, readKnowledge()) }))
  const saved = judged(parts)
  t.match(JSON.parse(saved), { results: [{ verdict: 'open', notes: [/in none of the service tags/] }] })
  t.equal(judged({ ...parts, ...readReport(saved, 'saved.json') } as typeof parts), saved)
})
