import t from 'tap'
import { judgeRun } from '../../../agent/judge/run.ts'
import {
  closed,
  connect,
  cut,
  decoy,
  endpoint,
  evidence,
  HEALTHY,
  http,
  knowledge,
  leafBy,
  other,
  refusedChain,
  resolve,
  runOf,
  silence,
} from '../../fixtures/evidence.ts'

const hosts = ['login.microsoftonline.com', 'pypi.org', 'mcr.microsoft.com', 'ml.azure.com', 'github.com']
const mixed = runOf(
  [
    ...hosts.map((host) =>
      other(host, [resolve(), connect(), refusedChain('SELF_SIGNED_CERT_IN_CHAIN', [leafBy('CN=Corp CA')]), http(200)]),
    ),
    other('a.azureml.ms', [resolve(), connect(), cut(closed)]),
    other('b.azureml.ms', [resolve(), connect(silence, null)]),
    other('c.azureml.ms', HEALTHY),
    evidence(endpoint('d.azureml.ms'), []),
  ],
  { experiments: [decoy([connect(), http(403)])] },
)

t.test('the same evidence gives the same bytes', async (t) => {
  const once = JSON.stringify(judgeRun(mixed, knowledge))
  t.equal(JSON.stringify(judgeRun(structuredClone(mixed), knowledge)), once)
  t.equal(JSON.stringify(judgeRun(JSON.parse(JSON.stringify(mixed)) as typeof mixed, knowledge)), once)
})

t.test('the order of the endpoints does not matter', async (t) => {
  const { results, findings } = judgeRun(mixed, knowledge)
  const turned = judgeRun({ ...mixed, endpoints: mixed.endpoints.toReversed() }, knowledge)
  t.same(turned.results.toReversed(), results)
  t.same(turned.findings, findings)
})

t.test('every endpoint has a result, in order', async (t) => {
  const { results } = judgeRun(mixed, knowledge)
  t.same(
    results.map(({ endpoint }) => endpoint),
    mixed.endpoints.map(({ endpoint }) => endpoint),
  )
  t.match(results[0], { verdict: 'blocked', cause: 'tls-intercepted', met: false })
  t.match(results.at(-1), { verdict: 'inconclusive', cause: 'deadline', met: null })
})
