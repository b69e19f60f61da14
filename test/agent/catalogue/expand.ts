import t from 'tap'
import { expand } from '../../../agent/catalogue/expand.ts'
import { parseManifest } from '../../../agent/catalogue/read.ts'
import { resolveManifests } from '../../../agent/catalogue/scenarios.ts'
import type { Endpoint } from '../../../agent/model.ts'
import type { UsageError } from '../../../agent/usage-error.ts'

const FACTS = {
  region: 'westeurope',
  storage: 'mystore',
  instance: 'ci1',
  workspaceId: '11111111-2222-3333-4444-555555555555',
  workspaceName: 'ws',
}

/** An endpoint in one line: `host:port probe [rows] [why it can't be tested]`. */
const lineOf = ({ host, port, probe, requirements, untestable }: Endpoint): string =>
  [
    `${host}:${port} ${probe}`,
    ...requirements.map(({ id, required }) => (required ? id : `${id}?`)),
    untestable && `${untestable.cause} ${untestable.fact ?? ''}`.trim(),
  ]
    .filter((part) => part !== undefined)
    .join(', ')

const manifestOf = (...requirements: object[]) =>
  parseManifest(
    JSON.stringify({ name: 'x', requirements: requirements.map((row, i) => ({ id: `r${i}`, ...row })) }),
    'm.json',
  )

const expandOne = (...requirements: object[]): Endpoint[] =>
  expand({ manifests: [manifestOf(...requirements)], cloud: 'public', facts: {}, kind: 'machine' })

t.test('a compute instance of the public cloud, its facts known, seen from a machine', async (t) => {
  const manifests = await resolveManifests(['compute-instance'])
  const endpoints = expand({ manifests, cloud: 'public', facts: FACTS, kind: 'machine' })
  t.same(endpoints.map(lineOf), [
    'login.microsoftonline.com:80 http, entra-id',
    'login.microsoftonline.com:443 https, entra-id',
    'management.azure.com:443 https, portal, resource-manager',
    'ml.azure.com:443 https, studio',
    'westeurope.api.azureml.ms:443 https, api',
    '11111111-2222-3333-4444-555555555555.workspace.westeurope.api.azureml.ms:443 https, api',
    '11111111-2222-3333-4444-555555555555.workspace.westeurope.cert.api.azureml.ms:443 https, api',
    'westeurope.cert.api.azureml.ms:443 https, api',
    'westeurope.experiments.azureml.net:443 https, api',
    'westeurope.modelmanagement.azureml.net:443 https, model-management',
    'ml-ws-westeurope-11111111-2222-3333-4444-555555555555.westeurope.notebooks.azure.net:443 https, notebooks',
    'mystore.file.core.windows.net:443 https, notebook-files, your-files',
    'mystore.file.core.windows.net:445 smb, notebook-files, your-files',
    'mystore.dfs.core.windows.net:443 https, notebook-data-lake',
    'mystore.blob.core.windows.net:443 https, notebook-blobs, your-blobs',
    'graph.microsoft.com:443 https, notebook-graph',
    '*.aznbcontent.net:443 https, notebook-content, not-derivable',
    'automlresources-prod.azureedge.net:443 https, automl-resources?',
    'automlresources-prod-d0eaehh7g8andvav.b02.azurefd.net:443 https, automl-resources-front-door',
    'aka.ms:443 https, automl-links',
    '*.inference.ml.azure.com:443 https, online-endpoints?, missing-fact endpoint',
    '*.models.ai.azure.com:443 https, serverless-endpoints?, not-derivable',
    'graph.windows.net:443 https, graph',
    '*.instances.azureml.net:443 https, instances, not-derivable',
    'ci1.westeurope.instances.azureml.ms:443 https, instances-ms',
    'ci1.westeurope.instances.azureml.ms:8787 https, instances-ms',
    'ci1.westeurope.instances.azureml.ms:18881 https, instances-ms',
    'ci1-8787.westeurope.instances.azureml.ms:443 https, instance-ports-in-name?',
    'ci1-18881.westeurope.instances.azureml.ms:443 https, instance-ports-in-name?',
    'ci1.westeurope.instances.azureml.ms:443 websocket, instance-websockets',
    'ci1.westeurope.instances.ml.azure.ms:443 https, instances-alias?',
    'westeurope.tundra.azureml.ms:5831 udp, tundra',
    '*.tundra.${region}.api.azureml.ms:5831 udp, tundra-api, not-derivable',
    '*.${region}.batch.azure.com:443 https, batch, missing-fact batchAccount',
    '*.${region}.service.batch.azure.com:443 https, batch, not-derivable',
    'azuremlexamples.blob.core.windows.net:443 https, microsoft-blobs',
    'mystore.table.core.windows.net:443 https, microsoft-tables',
    'mystore.queue.core.windows.net:443 https, microsoft-queues',
    '*.vault.azure.net:443 https, key-vault, missing-fact hbiWorkspace',
    'mcr.microsoft.com:443 https, mcr',
    'westeurope.data.mcr.microsoft.com:443 https, mcr',
    'eastus.data.mcr.microsoft.com:443 https, mcr',
    'viennaglobal.azurecr.io:443 https, vienna-global?',
    'dc.applicationinsights.azure.com:443 https, application-insights',
    'dc.applicationinsights.microsoft.com:443 https, application-insights',
    'dc.services.visualstudio.com:443 https, application-insights',
    'westeurope-1.in.applicationinsights.azure.com:443 https, application-insights',
    'westeurope.livediagnostics.monitor.azure.com:443 https, live-metrics?',
  ])
})

t.test('on the compute instance itself what only a browser needs is not asked for', async (t) => {
  const manifests = await resolveManifests(['compute-instance'])
  const endpoints = expand({ manifests, cloud: 'usgov', facts: FACTS, kind: 'compute-instance' })
  const lines = endpoints.map(lineOf)
  t.ok(lines.includes('ml.azure.us:443 https, studio, wrong-vantage'))
  t.ok(lines.includes('ci1.westeurope.instances.azureml.us:443 websocket, instance-websockets, wrong-vantage'))
  t.ok(lines.includes('westeurope.tundra.azureml.us:5831 udp, tundra'))
  t.ok(lines.includes('management.usgovcloudapi.net:443 https, resource-manager'))
})

t.test('each requirement is told with what the judge needs of it', async (t) => {
  const endpoints = expand({
    manifests: await resolveManifests(['compute-instance']),
    cloud: 'public',
    facts: FACTS,
    kind: 'machine',
  })
  const rowOf = (host: string, port: number) =>
    endpoints.find((e) => e.host === host && e.port === port)?.requirements[0]
  t.same(rowOf('ci1.westeurope.instances.azureml.ms', 8787), {
    manifest: 'compute-hosts',
    id: 'instances-ms',
    purpose: 'Compute instance',
    host: '*.instances.azureml.ms',
    required: true,
    section: 'Azure Machine Learning compute instance and compute cluster hosts',
    serviceTags: ['AzureMachineLearning'],
    certainty: 'documented',
    listener: 'unproven',
    vantage: 'client',
    direction: 'outbound',
  })
  t.match(rowOf('westeurope.cert.api.azureml.ms', 443), { certainty: 'guess' })
  t.same(rowOf('mystore.blob.core.windows.net', 443)?.serviceTags, ['Storage.westeurope'])
  t.same(endpoints.find(({ probe }) => probe === 'udp')?.expect, { provable: false })
})

t.test('a service tag is no endpoint, but inbound it is what only the other side can try', async (t) => {
  const tag = { hosts: ['AzureMachineLearning'], serviceTags: ['AzureMachineLearning'] }
  t.same(expandOne({ ...tag, ports: [443] }), [])
  t.same(expandOne({ ...tag, ports: [44224], direction: 'inbound' }).map(lineOf), [
    'AzureMachineLearning:44224 tcp, r0, wrong-vantage',
  ])
})

t.test('settings go to the probes that heed them', async (t) => {
  const [http, smb] = expandOne({
    hosts: ['a.example'],
    ports: [443, { port: 445, probe: 'smb' }],
    path: '/v2/',
    sni: 'b.example',
  })
  t.match(http, { path: '/v2/', sni: 'b.example' })
  t.notOk(smb && ('path' in smb || 'sni' in smb))
  const [root] = expandOne({ hosts: ['a.example'], ports: [443], path: '/' })
  t.notOk(root && 'path' in root, 'the root is what is asked for anyway')
})

t.test('addresses, international names, rows of other clouds and rows without ports', async (t) => {
  const rows = expandOne(
    { hosts: ['2001:DB8::1', 'Bücher.example'], ports: [443] },
    { hosts: { china: ['a.cn'] }, ports: [443] },
    { hosts: ['konnectivity-agent'], ports: [] },
  )
  t.same(rows.map(lineOf), ['2001:db8::1:443 https, r0', 'xn--bcher-kva.example:443 https, r0'])
})

t.test('a fact that rules a row out leaves nothing of it', async (t) => {
  const manifest = manifestOf({ hosts: ['a.example'], ports: [443], when: { hbiWorkspace: true } })
  const linesWith = (facts: Record<string, string>) =>
    expand({ manifests: [manifest], cloud: 'public', facts, kind: 'machine' }).map(lineOf)
  t.same(linesWith({ hbiWorkspace: 'true' }), ['a.example:443 https, r0'])
  t.same(linesWith({ hbiWorkspace: 'false' }), [])
  t.same(linesWith({}), ['a.example:443 https, r0, missing-fact hbiWorkspace'])
})

t.test('too many endpoints, and facts that make no host, are one message', async (t) => {
  const many = Array.from({ length: 11 }, (_, i) => ({ hosts: [`h${i}.example`], ports: ['1-10000'], probe: 'tcp' }))
  const tooMany = t.throws(() => expandOne(...many)) as UsageError
  t.same(tooMany.problems, ['the manifests make 110000 endpoints: at most 100000'])
  const manifest = manifestOf({ hosts: ['${instance}-8787.example'], ports: [443] })
  const facts = { instance: 'a'.repeat(63) }
  const noHost = t.throws(() =>
    expand({ manifests: [manifest], cloud: 'public', facts, kind: 'machine' }),
  ) as UsageError
  t.match(noHost.problems, [
    /^\$\{instance\}-8787\.example: with the given facts the label '.*' has 68 characters: at most 63$/,
  ])
})
