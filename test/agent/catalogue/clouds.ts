import t from 'tap'
import { readBuiltin } from '../../../agent/catalogue/builtin.ts'
import { cloudOfRegion, parseClouds, readHost } from '../../../agent/catalogue/clouds.ts'

const clouds = parseClouds(readBuiltin('clouds.yaml'))
const GUID = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'

t.test('a host shows its cloud, region and workspace', async (t) => {
  for (const [host, origin] of [
    ['westeurope.api.azureml.ms', { cloud: 'public', region: 'westeurope' }],
    ['WestEurope.API.azureml.ms', { cloud: 'public', region: 'westeurope' }],
    ['eastus2.experiments.azureml.net', { cloud: 'public', region: 'eastus2' }],
    [`${GUID}.workspace.eastus.cert.api.azureml.ms`, { cloud: 'public', region: 'eastus', workspaceId: GUID }],
    ['westus2.services.azureml.ms', { cloud: 'public', region: 'westus2' }],
    ['usgovarizona.instances.azureml.us', { cloud: 'usgov', region: 'usgovarizona' }],
    [`${GUID}.workspace.chinaeast2.api.ml.azure.cn`, { cloud: 'china', region: 'chinaeast2', workspaceId: GUID }],
    ['c1-dns-1a2b.hcp.northeurope.azmk8s.io', { cloud: 'public', region: 'northeurope' }],
    [`c1.${GUID}.privatelink.northeurope.azmk8s.io`, { cloud: 'public', region: 'northeurope' }],
    ['login.chinacloudapi.cn', { cloud: 'china' }],
    ['management.azure.com', { cloud: 'public' }],
  ] as const)
    t.same(readHost(clouds, host), origin, host)
})

t.test('any other host shows nothing', async (t) => {
  for (const host of [
    '',
    'example.org',
    'api.azureml.ms',
    'westeurope.api.azureml.ms.example',
    'xapi-azureml.ms',
    '10.0.0.1',
  ])
    t.equal(readHost(clouds, host), null, host)
})

t.test('regions of the sovereign clouds are known by their names', async (t) => {
  t.equal(cloudOfRegion(clouds, 'usgovvirginia'), 'usgov')
  t.equal(cloudOfRegion(clouds, 'usdodeast'), 'usgov')
  t.equal(cloudOfRegion(clouds, 'chinanorth3'), 'china')
  t.equal(cloudOfRegion(clouds, 'eastus'), 'public')
})
