import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readBuiltin } from '../../../agent/catalogue/builtin.ts'
import { parseClouds } from '../../../agent/catalogue/clouds.ts'
import { UsageError } from '../../../agent/usage-error.ts'
import { detect, type Wishes } from '../../../agent/vantage/detect.ts'
import { readFileBelow, type System } from '../../../agent/vantage/system.ts'
import { startHttpServer } from '../../fixtures/http-server.ts'

const clouds = parseClouds(readBuiltin('clouds.yaml'))
const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555'
const WORKSPACE_ID = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'
const ARM_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/ml-rg/providers/Microsoft.MachineLearningServices/workspaces/ws1`
/** Nothing listens there. */
const NO_METADATA = 'http://127.0.0.1:1'

const system = (
  t: Test,
  env: System['env'],
  files: Parameters<Test['testdir']>[0] = {},
  metadataUrl = NO_METADATA,
): System => ({
  env,
  hostname: 'here',
  cwd: '/home/azureuser/cloudfiles/code',
  readFile: readFileBelow(t.testdir(files)),
  metadataUrl,
})

const wishes = (some: Partial<Wishes> = {}): Wishes => ({
  cloud: null,
  set: new Map(),
  factsFile: null,
  detect: true,
  ...some,
})

const values = (facts: Readonly<Record<string, { value: string }>>): Record<string, string> =>
  Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value]))

const problemsOf = async (work: Promise<unknown>): Promise<readonly string[]> => {
  try {
    await work
  } catch (error) {
    if (error instanceof UsageError) return error.problems
    throw error
  }
  throw new Error('nothing was refused')
}

t.test('a compute instance is known by its shell', async (t) => {
  const env = {
    CI_NAME: 'ci1',
    CI_WORKSPACE: 'ws1',
    CI_RESOURCE_GROUP: 'ml-rg',
    MLFLOW_TRACKING_URI: `azureml://westeurope.api.azureml.ms/mlflow/v1.0${ARM_ID}`,
  }
  const vantage = await detect(system(t, env), clouds, wishes())
  t.match(vantage, { hostname: 'here', kind: 'compute-instance', cloud: 'public', notes: [] })
  t.same(values(vantage.facts), {
    instance: 'ci1',
    workspaceName: 'ws1',
    resourceGroup: 'ml-rg',
    region: 'westeurope',
    subscription: SUBSCRIPTION,
    compute: 'instance',
  })
  t.same(vantage.facts['region'], { value: 'westeurope', from: 'MLFLOW_TRACKING_URI' })
})

t.test('a service on a compute instance has only files, and the secret among them stays there', async (t) => {
  const files = {
    mnt: { azmnt: { '.nbvm': 'instance="ci2"\ndomainsuffix=usgovvirginia.instances.azureml.us\nssokey=SECRET1\n' } },
    etc: {
      environment: `CI_WORKSPACE=ws1\nMLFLOW_TRACKING_URI="azureml://usgovvirginia.api.ml.azure.us/mlflow/v1.0${ARM_ID}"\nKEY=SECRET2\n`,
      'environment.sso': 'MSI_ENDPOINT=http://127.0.0.1:46808/MSI/auth\nMSI_SECRET=SECRET3\n',
    },
    home: {
      azureuser: {
        cloudfiles: {
          '.azureml': {
            'config.json': JSON.stringify({
              subscription_id: SUBSCRIPTION,
              resource_group: 'other-rg',
              workspace_name: 'ws1',
              key: 'SECRET4',
            }),
          },
        },
      },
    },
  }
  const env = { MSI_SECRET: 'SECRET5', AZUREML_RUN_TOKEN: 'SECRET6' }
  const vantage = await detect(system(t, env, files), clouds, wishes())
  t.match(vantage, { kind: 'compute-instance', cloud: 'usgov' })
  t.match(values(vantage.facts), {
    instance: 'ci2',
    region: 'usgovvirginia',
    resourceGroup: 'ml-rg',
    workspaceName: 'ws1',
  })
  t.equal(vantage.facts['instance']?.from, '/mnt/azmnt/.nbvm instance')
  t.same(vantage.notes, [
    'resourceGroup is ml-rg by /etc/environment MLFLOW_TRACKING_URI, other-rg by ' +
      '/home/azureuser/cloudfiles/.azureml/config.json resource_group: the first is used',
  ])
  t.notMatch(JSON.stringify(vantage), /SECRET/)
})

t.test('a job on a cluster, behind private link', async (t) => {
  const env = {
    AZUREML_RUN_ID: 'dreamy_cat_1',
    AZUREML_ARM_SUBSCRIPTION: SUBSCRIPTION,
    AZUREML_ARM_RESOURCEGROUP: 'ml-rg',
    AZUREML_ARM_WORKSPACE_NAME: 'ws1',
    AZUREML_SERVICE_ENDPOINT: `https://${WORKSPACE_ID}.workspace.chinaeast2.api.ml.azure.cn`,
    AZUREML_RUN_TOKEN: 'SECRET',
  }
  const vantage = await detect(system(t, env), clouds, wishes())
  t.match(vantage, { kind: 'job', cloud: 'china', notes: [] })
  t.same(values(vantage.facts), {
    subscription: SUBSCRIPTION,
    resourceGroup: 'ml-rg',
    workspaceName: 'ws1',
    runId: 'dreamy_cat_1',
    region: 'chinaeast2',
    workspaceId: WORKSPACE_ID,
  })
  t.notMatch(JSON.stringify(vantage), /SECRET/)
})

t.test('a pod with workload identity, whose API server goes by name', async (t) => {
  const env = {
    KUBERNETES_SERVICE_HOST: 'ml-1a2b.hcp.usgovarizona.cx.aks.containerservice.azure.us',
    NODE_NAME: 'aks-pool-1-vmss000000',
    POD_NAME: 'connprobe-x7',
    AZURE_TENANT_ID: WORKSPACE_ID,
    AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/',
  }
  const files = {
    var: { run: { secrets: { 'kubernetes.io': { serviceaccount: { namespace: 'azureml\n', token: 'SECRET' } } } } },
  }
  const vantage = await detect(system(t, env, files), clouds, wishes())
  t.match(vantage, { kind: 'kubernetes', cloud: 'usgov', notes: [] })
  t.match(values(vantage.facts), {
    compute: 'kubernetes',
    namespace: 'azureml',
    nodeName: 'aks-pool-1-vmss000000',
    podName: 'connprobe-x7',
    region: 'usgovarizona',
    tenant: WORKSPACE_ID,
    apiServer: env.KUBERNETES_SERVICE_HOST,
  })
  t.notMatch(JSON.stringify(vantage), /SECRET/)
})

t.test('a pod shows its workload where it is a job or has a model', async (t) => {
  const workload = async (env: System['env']) =>
    (await detect(system(t, { KUBERNETES_SERVICE_HOST: '10.0.0.1', ...env }), clouds, wishes())).facts['workload']
  t.same(await workload({ AZUREML_RUN_ID: 'run-1' }), { value: 'training', from: 'AZUREML_RUN_ID' })
  t.same(await workload({ AZUREML_MODEL_DIR: '/var/model' }), { value: 'inference', from: 'AZUREML_MODEL_DIR' })
  t.equal(await workload({}), undefined)
})

t.test('a machine with nothing is a machine', async (t) => {
  t.same(await detect(system(t, {}), clouds, wishes()), {
    hostname: 'here',
    kind: 'machine',
    cloud: 'public',
    facts: {},
    notes: [],
  })
})

t.test('the metadata service tells region and cloud, and is overruled by what is nearer', async (t) => {
  const asked: unknown[] = []
  const metadataUrl = await startHttpServer(t, ({ url, headers }, answer) => {
    asked.push([url, headers['metadata']])
    answer.end(
      JSON.stringify({ compute: { location: 'northeurope', azEnvironment: 'AzurePublicCloud', subscriptionId: 'x' } }),
    )
  })
  const vm = await detect(system(t, {}, {}, metadataUrl), clouds, wishes())
  t.match(vm, { kind: 'vm', cloud: 'public', facts: { region: { value: 'northeurope', from: 'IMDS' } }, notes: [] })
  t.same(asked, [['/metadata/instance?api-version=2023-11-15', 'true']])
  const env = { MLFLOW_TRACKING_URI: 'azureml://westeurope.api.azureml.ms/mlflow/v1.0/' }
  const both = await detect(system(t, env, {}, metadataUrl), clouds, wishes())
  t.equal(both.facts['region']?.value, 'westeurope')
  t.same(both.notes, ['region is westeurope by MLFLOW_TRACKING_URI, northeurope by IMDS: the first is used'])
  const told = await detect(system(t, env, {}, metadataUrl), clouds, wishes({ detect: false }))
  t.match(told, { kind: 'machine', facts: {} })
  t.equal(asked.length, 2, '--no-detect asks nothing')
})

t.test('what only poses as the metadata service is said, and silence costs 300 ms', async (t) => {
  const portal = await startHttpServer(t, (_, answer) => answer.end('<html>Welcome</html>'))
  t.match((await detect(system(t, {}, {}, portal), clouds, wishes())).notes, [/answered 200, but not as/])
  const silent = await startHttpServer(t, () => undefined)
  const start = performance.now()
  t.match(await detect(system(t, {}, {}, silent), clouds, wishes()), { kind: 'machine', notes: [] })
  t.ok(performance.now() - start < 600)
})

t.test('flags win over the facts file, that over the environment', async (t) => {
  const files = { 'facts.yaml': 'region: northeurope\nstorage: "007"\nhbiWorkspace: true\n' }
  const vantage = await detect(
    system(t, { MLFLOW_TRACKING_URI: 'azureml://eastus.api.azureml.ms/x' }, files),
    clouds,
    wishes({ factsFile: join(t.testdirName, 'facts.yaml'), set: new Map([['region', 'westeurope']]), cloud: 'public' }),
  )
  t.match(values(vantage.facts), { region: 'westeurope', storage: '007', hbiWorkspace: 'true' })
  t.equal(vantage.notes.length, 2, 'both that were overruled are noted')
})

t.test('the cloud follows the region where nothing names it, and a contradiction is noted', async (t) => {
  const set = new Map([['region', 'usgovvirginia']])
  t.equal((await detect(system(t, {}), clouds, wishes({ set, detect: false }))).cloud, 'usgov')
  const torn = await detect(system(t, {}), clouds, wishes({ set, cloud: 'china' }))
  t.equal(torn.cloud, 'china')
  t.match(torn.notes, [/region usgovvirginia is one of usgov, but the cloud is china by --cloud/])
})

t.test('bad facts of the user are refused, all at once', async (t) => {
  const files = { 'facts.yaml': 'regio: x\nacr: "*"\nstorage: [a]\n' }
  const path = join(t.testdirName, 'facts.yaml')
  const set = new Map([
    ['region', '$(reboot)'],
    ['workspaceID', WORKSPACE_ID],
    ['endpoint', 'a b'],
    ['appInsights', `${'a.'.repeat(130)}example`],
  ])
  const problems = await problemsOf(detect(system(t, {}, files), clouds, wishes({ set, factsFile: path })))
  t.match(problems, [
    '--set region: the value is not what is due: Azure region',
    "--set workspaceID: there is no such fact; did you mean 'workspaceId'?",
    '--set endpoint: ',
    '--set appInsights: ',
    `${path}:1:1: regio: there is no such fact; did you mean 'region'?`,
    `${path}:2:1: acr: the value is not what is due: `,
    `${path}:3:1: storage: the value must be a text`,
  ])
  t.equal(problems.length, 7)
  t.notMatch(problems.join(), /reboot/)
})

t.test('bad facts of the machine are noted and not used', async (t) => {
  const vantage = await detect(system(t, { CI_NAME: 'a;reboot', CI_WORKSPACE: '*' }), clouds, wishes())
  t.same(Object.keys(vantage.facts), ['compute'])
  t.same(vantage.notes, [
    'CI_NAME holds no valid instance and is not used',
    'CI_WORKSPACE holds no valid workspaceName and is not used',
  ])
})
